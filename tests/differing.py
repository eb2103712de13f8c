"""A made-up disclosure with planted differences and with texts that are no good for a page or a spreadsheet."""

SCRIPT = "<script>window.ran=1</script>"
FORMULA = '=HYPERLINK("http://example.invalid")'
TEXT = f"""青山区<i>水务</i>局2023年部门预算信息公开情况说明

一、部门预算安排的总体情况

2023年预算收入500万元，其中：一般公共预算收入420万元，政府性基金预算收入60万元，上年结转结余30万元。

2023年支出预算500万元，其中：基本支出200万元，项目支出300万元。

2023年支出预算比上年减少20万元，下降4%，{SCRIPT}拼博实干。

二、部门支出总表

单位：万元

项目\t合计\t基本支出\t项目支出
合计\t100.00\t60.00\t40.01
{SCRIPT}\t40.00\t30.00\t10.00
{FORMULA}\t60.00\t30.00\t30.00
"""
SEVERAL_PLACES = """某局2023年部门预算信息公开情况说明

一、收支情况

2023年机关运行经费236.63万元。

二、经费安排

2023年机关运行经费240.64万元。

三、其他情况

2023年机关运行经费236.63万元。

四、名词解释

2023年机关运行经费250万元。
"""
"""One item in four places: three agreements that differ, by two pairs of values."""
