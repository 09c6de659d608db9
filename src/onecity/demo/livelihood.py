"""School, work and health of a made-up person, as the registers of their agencies have them."""

from datetime import date
from random import Random
from typing import Any

from onecity.demo.chance import Chances, one_of, whole
from onecity.demo.days import birthday, days_before
from onecity.demo.people import RETIREMENT, Person

EMPLOYERS = (
    "Huating Paper 华亭纸业", "River Port Company 江港公司", "Blue Heron Hotel 蓝鹭酒店", "Maple Software 枫叶软件",
    "Third Spinning Mill 第三纺织厂", "City Bus Company 城市公交公司", "Willow Clinic 柳林诊所",
    "Lotus Bookshop 荷花书店",
)  # fmt: skip
SCHOOLS = {
    "kindergarten": "Little Crane Kindergarten 小鹤幼儿园", "primary": "Willow Primary School 柳林小学",
    "junior": "Pagoda Middle School 宝塔中学", "senior": "Observatory High School 观象高中",
    "college": "Huating Technical College 华亭职业技术学院", "bachelor": "Huating University 华亭大学",
    "master": "Huating University 华亭大学", "doctor": "Huating University 华亭大学",
}  # fmt: skip
HIGHEST = Chances({"junior": 22, "senior": 26, "college": 22, "bachelor": 23, "master": 6, "doctor": 1})
LEAVING = {"junior": 16, "senior": 18, "college": 21, "bachelor": 22, "master": 25, "doctor": 28}  # age, in years
STATUS = Chances({"employed": 80, "flexible": 13, "unemployed": 7})
LEAST_FOR_PENSION = 180  # months (Social Insurance Law, article 16)


def education(rng: Random, age: int, today: date, serial: int) -> dict[str, Any]:
    """The school she goes to, or the last one she left with its certificate."""
    if age < 3:
        return {}
    if age < 18:
        level = "kindergarten" if age < 6 else "primary" if age < 12 else "junior" if age < 15 else "senior"
        return _enrolled(level)
    level = HIGHEST.draw(rng)
    if age <= LEAVING[level]:
        return _enrolled(level)
    graduated = date(today.year - age + LEAVING[level], 7, 1)
    return _enrolled(level) | {
        "enrolled": False,
        "graduated": graduated.isoformat(),
        "certificate_number": f"99{graduated.year}{serial:08d}",
    }


def _enrolled(level: str) -> dict[str, Any]:
    return {"level": level, "school": SCHOOLS[level], "enrolled": True}


def social_insurance(person: Person, rng: Random, age: int, today: date, school: dict[str, Any]) -> dict[str, Any]:
    """Of adults who have left school. ``since``: in this status."""
    if age < 18 or school.get("enrolled"):
        return {}
    leaving, retirement = LEAVING[school["level"]], RETIREMENT[person.sex]
    worked = min(age, retirement) - leaving
    months = int(worked * 12 * (0.7 + 0.3 * rng.random()))
    paid = {"months_paid": months, "monthly_base": whole(rng, 73, 365) * 100}
    if age >= retirement:
        return paid | _retired(person, rng, retirement, months)
    return paid | _working(rng, today, birthday(person.born, leaving))


def _retired(person: Person, rng: Random, retirement: int, months: int) -> dict[str, Any]:
    return {
        "status": "retired",
        "since": birthday(person.born, retirement).isoformat(),
        "months_paid": max(months, LEAST_FOR_PENSION),
        "pension_monthly": whole(rng, 24, 92) * 100,
    }


def _working(rng: Random, today: date, since: date) -> dict[str, Any]:
    status = STATUS.draw(rng)
    most = 500 if status == "unemployed" else 4400
    employer = {"employer": one_of(rng, EMPLOYERS)} if status == "employed" else {}
    began = days_before(rng, today, 10, most, earliest=min(since, today))
    return {"status": status, "since": began.isoformat()} | employer


def health_insurance(person: Person, rng: Random, today: date, serial: int, insured: dict[str, Any]) -> dict[str, Any]:
    """Employees and pensioners are in the scheme of employees, everybody else in that of residents."""
    works = insured.get("status") in ("employed", "retired")
    began = date(max(2004, person.born.year + (23 if works else 0)), 1, 1)
    return {
        "scheme": "employee" if works else "resident",
        "active": rng.random() < 0.97,
        "since": min(max(began, person.born), today).isoformat(),
        "card_number": f"99{serial:010d}",
        "clinic": f"{person.household.district.capitalize()} Community Clinic",
    }
