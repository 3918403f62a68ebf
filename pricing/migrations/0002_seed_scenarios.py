"""The five workloads of the Cost Efficiency Index; an editor changes them in the admin."""

from django.db import migrations

FIELDS = (
    *("key", "requests", "input_tokens", "output_tokens", "name_en", "name_zh_hant"),
    *("unit_en", "unit_zh_hant", "assumption_en", "assumption_zh_hant"),
)
SCENARIOS = [
    (
        *("rag-answer", 1000, 5000, 500, "RAG answer", "RAG 問答"),
        *("RAG answers", "次 RAG 問答"),
        (
            "5K input tokens (the question and 4 retrieved passages of about 1K "
            "each) and 500 tokens "
            "of answer. A typical assistant over a company's own documents."
        ),
        (
            "輸入 5K 個 token（問題加上 4 段檢索內容，每段約 1K），"
            "回答 500 個 token。"
            "典型的企業知識庫問答機器人。"
        ),
    ),
    (
        *("ticket-triage", 10_000, 1000, 100, "Support ticket triage", "客服工單分類"),
        *("tickets", "張工單"),
        (
            "1K input tokens (the ticket and the instructions) and a "
            "classification of 100 tokens in "
            "JSON. Customer support in large numbers."
        ),
        (
            "輸入 1K 個 token（工單內文加上系統提示），"
            "輸出 100 個 token 的 JSON 分類結果。"
            "處理量大的客服情境。"
        ),
    ),
    (
        *("data-extraction", 1000, 2000, 500, "Data extraction", "資料擷取"),
        *("documents", "份文件"),
        (
            "2K input tokens (one page of a document) and 500 tokens of extracted JSON. Invoices, "
            "forms and data pipelines."
        ),
        (
            "輸入 2K 個 token（一頁文件），輸出 500 個 token 的 JSON 擷取結果。"
            "適用於發票、表單與 ETL 流程。"
        ),
    ),
    (
        *("code-review", 1000, 8000, 1000, "Code review", "程式碼審查"),
        *("PRs", "個 PR"),
        (
            "8K input tokens (the diff and the files around it) and 1K tokens of "
            "review comments. A "
            "bot that reads every pull request."
        ),
        (
            "輸入 8K 個 token（程式碼差異與相關檔案），"
            "輸出 1K 個 token 的審查意見。"
            "自動審查 PR 的機器人。"
        ),
    ),
    (
        *("agent-step", 1000, 12_000, 600, "Agent step", "代理步驟"),
        *("steps", "個步驟"),
        (
            "12K input tokens (a long history of tool calls) and 600 tokens that "
            "decide on the next "
            "call. The cost of one step of an agent."
        ),
        (
            "輸入 12K 個 token（累積的工具呼叫紀錄），"
            "輸出 600 個 token 來決定下一次工具呼叫。"
            "此為代理每執行一步的成本。"
        ),
    ),
]


def seed(apps, schema_editor):
    scenario = apps.get_model("pricing", "Scenario")
    for order, row in enumerate(SCENARIOS, start=1):
        values = dict(zip(FIELDS, row, strict=True))
        scenario.objects.get_or_create(key=values["key"], defaults=values | {"order": order})


class Migration(migrations.Migration):
    dependencies = [("pricing", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
