"""What a password must be. By default as NIST SP 800-63B and OWASP ASVS 5.0 have it: long, unknown, nothing else; where a
court must keep to GB/T 22239-2019 (8.1.4.1 a), composition and renewal are a setting (XIEZHI_PASSWORDS=gbt22239), never both claimed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from xiezhi.desk.models import PasswordDate
from xiezhi.kernel.periods import clock

HOUSE = ("xiezhi", "fayuan", "court", "suzhou", "susong", "12368", "獬豸", "法院", "法官", "诉讼")
KINDS = 3


class HouseWords:
    """No password that is little more than a word of this house: those are the first that anybody tries."""

    def validate(self, password: str, user: Any = None) -> None:
        left = password.lower()
        for word in HOUSE:
            left = left.replace(word, "")
        if len(left) < len(password) and len(left) < 6:
            raise ValidationError(
                _("密码里除了法院、平台的名称几乎没有别的，太容易猜到。请换一个。"), code="house_word"
            )

    def get_help_text(self) -> str:
        return _("不要用法院或者平台的名称作密码。")


class Dated:
    """Refuses nothing: notes when the password was set, for courts that demand renewal."""

    def validate(self, password: str, user: Any = None) -> None:
        return None

    def password_changed(self, password: str, user: Any = None) -> None:
        """Called by Django once the user is saved with the new password."""
        if user is not None and user.pk:
            PasswordDate.objects.update_or_create(user=user, defaults={"at": clock.now()})

    def get_help_text(self) -> str:
        return ""


class Composed:
    """Three of four kinds of signs (GB/T 22239-2019, 8.1.4.1 a: 身份鉴别信息具有复杂度要求)."""

    def validate(self, password: str, user: Any = None) -> None:
        tests = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())
        if sum(any(test(sign) for sign in password) for test in tests) < KINDS:
            raise ValidationError(self.get_help_text(), code="composition")

    def get_help_text(self) -> str:
        return _("本院要求密码含有大写字母、小写字母、数字、符号中的三种。")
