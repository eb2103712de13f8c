"""What the desk calls things, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

import gradio as gr

from assistant.model import Outcome
from assistant.review.audit import Act
from assistant.review.model import DecisionKind, DoubtReason, State
from assistant.web.language import CHINESE, ENGLISH

Words = tuple[str, str]

STATES: Mapping[State, Words] = {
    "open": ("待审", "open"),
    "approved": ("已核对", "approved"),
    "corrected": ("已改正", "corrected"),
    "not_disclosed": ("未公开", "not disclosed"),
    "outdated": ("文件已换", "outdated"),
}
OUTCOMES: Mapping[Outcome, Words] = {
    "answered": ("已回答", "answered"),
    "not_disclosed": ("答：没有公开", "refused: not disclosed"),
    "off_topic": ("答：无关", "refused: off topic"),
    "unclear": ("没看懂", "not understood"),
}
REASONS: Mapping[DoubtReason, Words] = {
    "feedback_wrong": ("读者说不对", "a reader says it is wrong"),
    "unclear": ("没看懂问题", "the question was not understood"),
    "not_disclosed": ("回答说没有公开", "refused as not disclosed"),
    "off_topic": ("回答说与文件无关", "refused as off topic"),
    "document_changed": ("文件换过", "the document has changed"),
    "no_citations": ("没有出处", "it cites nothing"),
    "only_quoted": ("只引了原文", "it only quotes the document"),
    "assumed_reading": ("按推测理解", "the reading was assumed"),
    "notes": ("带有说明", "it bears a note"),
}
KINDS: Mapping[DecisionKind, Words] = {
    "approved": ("核对无误", "approved it"),
    "corrected": ("改正", "corrected it"),
    "not_disclosed": ("标为未公开", "marked it as not disclosed"),
    "comment": ("备注", "commented"),
    "reopened": ("撤回决定", "took the decision back"),
}
ORDERS: Mapping[str, Words] = {"doubt": ("存疑的在前", "most doubted"), "newest": ("新问的在前", "newest")}
ALL = ("全部", "all")

EVENTS: Mapping[Act, Words] = {
    "signed_in": ("登录", "signed in"),
    "sign_in_failed": ("登录失败", "failed to sign in"),
    "signed_out": ("退出", "signed out"),
    "account_added": ("新建账户", "added an account"),
    "password_changed": ("改密码", "changed a password"),
    "role_changed": ("改角色", "changed a role"),
    "account_deactivated": ("停用账户", "deactivated an account"),
    "decision_approved": ("核对无误", "approved an answer"),
    "decision_corrected": ("改正", "corrected an answer"),
    "decision_not_disclosed": ("标为未公开", "marked as not disclosed"),
    "decision_comment": ("备注", "commented"),
    "decision_reopened": ("撤回决定", "took a decision back"),
    "backup": ("备份", "made a backup"),
    "restore": ("恢复备份", "restored a backup"),
}

TEXTS: Mapping[str, Words] = {
    "state": ("状态", "State"),
    "order": ("次序", "Order"),
    "questions": ("问题", "Questions"),
    "more": ("再列一些", "List more"),
    "approve": ("核对无误", "Approve"),
    "not_disclosed": ("标为未公开", "Not disclosed"),
    "anew": ("按现在的文件重新提问", "Ask anew of the present document"),
    "reopen": ("撤回决定", "Take back"),
    "correction": ("改正后的回答", "The corrected answer"),
    "places": ("出处（至少一处）", "Places cited (at least one)"),
    "find": ("在原文里找出处", "Find a place in the document"),
    "search": ("查找", "Search"),
    "correct": ("改正", "Correct"),
    "comment": (
        "备注（只有工作人员看得到；把引用了数字的回答标为未公开，要先在这里写理由）",
        "Comment (seen by the staff only; the reason, to mark an answer that cites figures as not disclosed)",
    ),
    "say": ("记下备注", "Comment"),
    "refresh": ("刷新", "Refresh"),
}
I18N = gr.I18n(
    **{
        CHINESE: {key: chinese for key, (chinese, _) in TEXTS.items()},
        ENGLISH: {key: english for key, (_, english) in TEXTS.items()},
    }
)
