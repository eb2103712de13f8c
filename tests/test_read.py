"""Files to documents, and what is said of a file that is none: what was found, where, and what would be right."""

import pytest

from index.disclosure import read_disclosure
from index.errors import NothingRecognised, NotText, UnreadableDocument
from index.read import decode, document_of, read_document

TEXT = "某市园林局2023年部门预算公开\n\n一、收入说明\n\n2023年预算收入100万元。\n"
CHINESE_WANTED = "请提供 UTF-8 或 GBK 编码的纯文本。 / "
ENGLISH_WANTED = "; plain text in UTF-8 or GBK is needed."


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gbk"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "gbk", "gb18030", "utf-16-le with mark", "utf-16-be with mark"],
)
def test_every_usual_encoding_gives_the_same_document(tmp_path, raw):
    path = tmp_path / "园林局.txt"
    path.write_bytes(raw)
    document = read_document(path)
    assert document.text == TEXT
    assert (document.id, document.source) == ("园林局", str(path))
    assert (document.title, document.year, document.kind, document.body) == (
        "某市园林局2023年部门预算公开", 2023, "budget", "某市园林局",
    )  # fmt: skip


def test_line_ends_are_kept_as_they_stand(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert read_document(path).text == TEXT.replace("\n", "\r\n")


def test_the_hash_is_that_of_the_text_not_of_its_encoding(tmp_path):
    path, other = tmp_path / "a.txt", tmp_path / "b.txt"
    path.write_bytes(TEXT.encode("gbk"))
    other.write_bytes(TEXT.encode("utf-8-sig"))
    assert read_document(path).sha256 == read_document(other).sha256


NO_TEXT = [
    (b"", "文件是空的 the file is empty"),
    (b" \r\n\t\n ", "文件是空的 the file is empty"),
    (b"\xef\xbb\xbf \n", "文件是空的 the file is empty"),
    ("\u3000\n".encode(), "文件是空的 the file is empty"),
    ("\ufeff \n".encode("utf-16-le"), "文件是空的 the file is empty"),
    (b"PK\x03\x04\x00\x00", "第 4 字节是 0，这是二进制文件 byte 4 is zero: a binary file"),
    ("2023年".encode("utf-16-le"), "第 1 字节是 0，这是二进制文件 byte 1 is zero: a binary file"),
    (
        "Der Weg für alle in dieser Stadt ".encode("latin-1"),
        "不是 UTF-8，按 GBK 读出的也不是中文 not UTF-8, and as GBK it is no Chinese text",
    ),
    ("café, très bon".encode("latin-1"), "第 3 字节无法按 UTF-8 或 GBK 解码 byte 3 is not UTF-8 or GBK"),
    (b"\xff\xfe\x00\xd8", "第 2 字节无法按 UTF-16 解码 byte 2 is not UTF-16"),
]


@pytest.mark.parametrize(("raw", "found"), NO_TEXT, ids=[repr(raw[:12]) for raw, _ in NO_TEXT])
def test_what_is_no_text_is_named(tmp_path, raw, found):
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    with pytest.raises(NotText) as raised:
        read_document(path)
    assert str(raised.value) == f"{path}：{found}。{CHINESE_WANTED}{found}{ENGLISH_WANTED}"
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "reason"), [("missing.txt", "没有这个文件 no such file"), (".", "这是一个文件夹 it is a folder")]
)
def test_what_cannot_be_read_is_named(tmp_path, name, reason):
    path = tmp_path / name
    with pytest.raises(UnreadableDocument) as raised:
        read_document(path)
    assert str(raised.value) == (
        f"{path}：无法读取（{reason}）。请给出一个文本文件。 / cannot be read ({reason}); give a text file."
    )


@pytest.mark.parametrize("name", ["a\0b.txt", "长" * 400], ids=["zero byte", "too long"])
def test_a_path_that_the_system_refuses_is_named(tmp_path, name):
    with pytest.raises(UnreadableDocument, match="无法读取"):
        read_document(tmp_path / name)


@pytest.mark.parametrize(
    "text",
    ["你好，世界。今天天气很好。", "一、今天\n\n天气很好。\n\n二、明天\n\n也很好。", "2023年预算收入100万元。"],
    ids=["prose", "headings without figures", "a figure without a heading"],
)
def test_a_text_of_another_kind_is_named(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NothingRecognised) as raised:
        read_disclosure(path)
    assert str(raised.value) == (
        f"{path}：读到 {len(text)} 个字符，但没有找到章节、表格或数字，不像部门预算公开说明。"
        f" / read {len(text)} characters but found no section, table or figure; a budget disclosure is needed."
    )


@pytest.mark.parametrize(
    ("text", "title", "year", "kind", "body"),
    [
        ("某市园林局\n2024 年度部门决算\n", "某市园林局2024 年度部门决算", 2024, "final_account", "某市园林局"),
        (
            "2018 年度某省高级\n人民法院预算公开\n",
            "2018 年度某省高级人民法院预算公开",
            2018,
            "budget",
            "某省高级人民法院",
        ),
        (
            "某区2025年区级部门预算\n预算主管部门：某区人民政府办公室\n",
            "某区2025年区级部门预算",
            2025,
            "budget",
            "某区人民政府办公室",
        ),
        ("某县水利局部门预算公开\n编制时间2022年\n", "某县水利局部门预算公开", 2022, "budget", "某县水利局"),
        ("某县水利局２０２２年部门预算\n", "某县水利局２０２２年部门预算", 2022, "budget", "某县水利局"),
        ("某县水利局部门预算公开\n", "某县水利局部门预算公开", None, "budget", "某县水利局"),
    ],
)
def test_title_year_kind_and_body(text, title, year, kind, body):
    document = document_of(text, "a", "a")
    assert (document.title, document.year, document.kind, document.body) == (title, year, kind, body)


def test_the_default_document(default):
    document = default.document
    assert (document.year, document.kind, document.body) == (2023, "budget", "石家庄高新区自然资源和规划住建局")


def test_decoding_says_which_file(tmp_path):
    with pytest.raises(NotText, match="somewhere"):
        decode(b"", tmp_path / "somewhere")
