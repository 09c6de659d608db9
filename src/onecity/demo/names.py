"""Made-up names in characters and in Pinyin."""

from random import Random

from onecity.demo.chance import one_of

_SURNAMES = (
    "王 Wang 李 Li 张 Zhang 刘 Liu 陈 Chen 杨 Yang 赵 Zhao 黄 Huang 周 Zhou 吴 Wu 徐 Xu 孙 Sun 胡 Hu 朱 Zhu 高 Gao "
    "林 Lin 何 He 郭 Guo 马 Ma 罗 Luo 梁 Liang 宋 Song 郑 Zheng 谢 Xie 韩 Han 唐 Tang 冯 Feng 于 Yu 董 Dong 萧 Xiao "
    "程 Cheng 曹 Cao 袁 Yuan 邓 Deng 许 Xu 傅 Fu 沈 Shen 曾 Zeng 彭 Peng 吕 Lü 苏 Su 卢 Lu 蒋 Jiang 蔡 Cai 贾 Jia 丁 "
    "Ding 魏 Wei 薛 Xue 叶 Ye 阎 Yan 余 Yu 潘 Pan 杜 Du 戴 Dai 夏 Xia 钟 Zhong 汪 Wang 田 Tian 任 Ren 姜 Jiang 范 "
    "Fan 方 Fang 石 Shi 姚 Yao 谭 Tan 廖 Liao 邹 Zou 熊 Xiong 金 Jin 陆 Lu 郝 Hao 孔 Kong 白 Bai 崔 Cui 康 Kang 毛 "
    "Mao 邱 Qiu 秦 Qin 江 Jiang 史 Shi 顾 Gu "
)
_WOMEN = (
    "梅 mei 兰 lan 芳 fang 英 ying 秀 xiu 玉 yu 丽 li 敏 min 静 jing 燕 yan 霞 xia 雪 xue 晓 xiao 婷 ting 雯 wen 琳 "
    "lin 倩 qian 颖 ying 佳 jia 欣 xin 怡 yi 宁 ning 瑶 yao 萱 xuan 悦 yue 雨 yu 涵 han 诗 shi 思 si 文 wen "
)
_MEN = (
    "伟 wei 强 qiang 军 jun 磊 lei 勇 yong 杰 jie 涛 tao 明 ming 超 chao 刚 gang 平 ping 辉 hui 鹏 peng 华 hua 飞 "
    "fei 斌 bin 波 bo 浩 hao 宇 yu 轩 xuan 博 bo 睿 rui 航 hang 泽 ze 晨 chen 子 zi 建 jian 国 guo 志 zhi 文 wen "
)

Name = tuple[str, str]


def _pairs(text: str) -> list[Name]:
    flat = text.split()
    return list(zip(flat[::2], flat[1::2], strict=True))


SURNAMES, WOMEN, MEN = _pairs(_SURNAMES), _pairs(_WOMEN), _pairs(_MEN)


def surname(rng: Random) -> Name:
    """A family name: characters, Pinyin."""
    return one_of(rng, SURNAMES)


def full_name(rng: Random, family: Name, *, woman: bool) -> Name:
    """A full name of a family: 林晓梅, Lin Xiaomei."""
    parts = WOMEN if woman else MEN
    given = [one_of(rng, parts) for _place in range(1 if rng.random() < 0.2 else 2)]
    characters = "".join(part[0] for part in given)
    return family[0] + characters, f"{family[1]} {''.join(part[1] for part in given).capitalize()}"
