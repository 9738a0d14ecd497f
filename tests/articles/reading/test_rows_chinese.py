"""Rows from invented Chinese news."""

import pytest

from tests.support.reading import Row, read_rows

PAST = "[..2025-05-28]"  # left, on no stated day: by the day of the article

CASES: list[tuple[str, list[Row]]] = [
    (
        "李明于2024年3月离开OpenAI，加入Mistral AI，此前他在OpenAI工作了六年。",
        [("李明", "OpenAI", "2024-03", 72, "Mistral AI", "", "reported", "departure")],
    ),
    (
        "Anthropic聘请谷歌的李明担任首席科学家。",
        [("李明", "Google", PAST, None, "Anthropic", "Chief scientist", "reported", "hire")],
    ),
    (
        "前OpenAI研究员李明加入了Thinking Machines Lab。",
        [("李明", "OpenAI", PAST, None, "Thinking Machines Lab", "", "reported", "hire")],
    ),
    (
        "Meta从OpenAI挖走了三名研究员：卢卡斯·拜尔、亚历山大·科列斯尼科夫和翟晓华。",
        [
            ("卢卡斯·拜尔", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
            ("亚历山大·科列斯尼科夫", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
            ("Xiaohua Zhai", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
        ],
    ),
    (
        "李明从谷歌跳槽到微软，担任研究工程师。",
        [("李明", "Google", PAST, None, "Microsoft", "Research engineer", "reported", "departure")],
    ),
    (
        "据传，李明将加入Meta。",
        [("李明", "", "", None, "Meta", "", "rumoured", "hire")],
    ),
    (
        "李明否认将离开Anthropic。",
        [("李明", "Anthropic", "", None, "", "", "denied", "departure")],
    ),
    (
        "上周，王小红宣布离职，她此前在字节跳动担任副总裁。",
        [("王小红", "ByteDance", "", None, "", "", "announced", "departure")],
    ),
    (
        "月之暗面由前谷歌研究员杨植麟创立。",
        [("Yang Zhilin", "Google", PAST, None, "Moonshot AI", "Founder", "reported", "founding")],
    ),
    (
        "2025年1月，张伟重返谷歌。",
        [("张伟", "", "", None, "Google", "", "reported", "return")],
    ),
    (
        "• 李明（Ming Li）\n  • 前职位：Meta研究员\n  • 现职位：Mistral AI首席科学家\n  • 离职时间：2025年2月\n  • 任职时间：6年7个月\n",
        [("Ming Li", "Meta", "2025-02", 79, "Mistral AI", "Chief scientist", "reported", "departure")],
    ),
    (
        "OpenAI联合创始人伊利亚·苏茨克沃离开公司，创办了Safe Superintelligence。",
        [("Ilya Sutskever", "OpenAI", PAST, None, "Safe Superintelligence", "Founder", "reported", "founding")],
    ),
    (
        "苹果失去庞若鸣，他加入了Meta。",
        [("Ruoming Pang", "Apple", PAST, None, "Meta", "", "reported", "departure")],
    ),
    (
        "字节跳动挖来谷歌DeepMind副总裁吴永辉。",
        [("Wu Yonghui", "Google DeepMind", PAST, None, "ByteDance", "", "reported", "hire")],
    ),
    (
        "罗福莉从DeepSeek离职，加盟小米。",
        [("Luo Fuli", "DeepSeek", PAST, None, "Xiaomi", "", "reported", "departure")],
    ),
    (
        "据知情人士透露，姚顺雨已从OpenAI跳槽至腾讯。",
        [("Yao Shunyu", "OpenAI", "", None, "Tencent", "", "rumoured", "departure")],
    ),
    (
        "我昨天吃了一个苹果，没有人离开。",
        [],
    ),
    (
        "OpenAI首席技术官米拉·穆拉蒂于2024年9月辞职。",
        [("Mira Murati", "OpenAI", "2024-09", None, "", "", "reported", "departure")],
    ),
    (
        "微软聘请DeepMind联合创始人穆斯塔法·苏莱曼担任微软AI首席执行官。",
        [("Mustafa Suleyman", "Google DeepMind", PAST, None, "Microsoft", "CEO", "reported", "hire")],
    ),
    (
        "曾在谷歌工作五年的王芳近日加入智谱AI，出任首席科学家。",
        [("王芳", "Google", PAST, 60, "Zhipu AI", "Chief scientist", "reported", "hire")],
    ),
    (
        "王芳不会离开谷歌。",
        [],
    ),
    (
        "安德烈·卡帕西离开OpenAI，专注于个人项目。",
        [("Andrej Karpathy", "OpenAI", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "前字节跳动AI Lab负责人李航已加盟华为。",
        [("Li Hang", "ByteDance", PAST, None, "Huawei", "", "reported", "hire")],
    ),
    (
        "姓名：张三丰\n原公司：奥博科技\n新公司：诺维公司\n新职位：首席科学家\n离职时间：2024年5月\n",
        [("张三丰", "奥博科技", "2024-05", None, "诺维公司", "Chief scientist", "reported", "departure")],
    ),
    (
        "小米宣布，前DeepSeek研究员罗福莉加入公司，担任大模型团队负责人。",
        [("Luo Fuli", "DeepSeek", PAST, None, "Xiaomi", "Team lead", "announced", "hire")],
    ),
    (
        "3月20日消息，李航已离开字节跳动。腾讯研究员某某某2月入职OpenAI，此前她在Meta工作了三年。",
        [("Li Hang", "ByteDance", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "字节跳动研究员周欣上月离开公司，加入OpenAI。",
        [("周欣", "ByteDance", "2025-04", None, "OpenAI", "", "reported", "departure")],
    ),
    (
        "腾讯任命姚顺雨为DeepMind首席科学家。",
        [("Yao Shunyu", "", "", None, "Tencent", "", "reported", "hire")],
    ),
    (
        "李明加入Cohere，担任联合创始人CEO。",
        [("李明", "", "", None, "Cohere", "Co-founder and CEO", "reported", "hire")],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_rows_are_read(text: str, rows: list[Row]) -> None:
    assert read_rows(text, "zh") == rows
