"""English and Arabic are equals: the same order, set up by people who read and type Arabic."""

import pytest

from bot.domain.orders import OrderState
from tests.scenarios.in_arabic import at, invited_in_arabic
from tests.scenarios.one_time_page import create_password
from tests.staging.actors import Actor, bare
from tests.staging.stage import Stage
from tests.staging.stories import CONTOSO, begun, invited

NEXT, SAVE = "التالي", "حفظ"


def test_the_invitation_is_in_the_language_of_the_order(stage: Stage, ann: Actor) -> None:
    invited_in_arabic(stage, ann)

    for words in ("90417263", "مجموعة الواحة الطبية", "الاثنين 2 مارس 2026", "أيام)", "«إيقاف»", "language en"):
        assert words in bare(ann.sees)


def test_an_order_goes_from_invitation_to_provisioned_by_cards(stage: Stage, ann: Actor) -> None:
    invited_in_arabic(stage, ann)
    ann.presses("الإعداد الآن")
    assert at(ann, "What is your role?")
    ann.presses(NEXT, role="partner")
    ann.presses(NEXT, owner="self")
    assert at(ann, "Your partner organization")
    ann.presses(NEXT, company="الأفق للتقنية", country="SA", email="admin@northwind.example.com")
    ann.presses(NEXT, email="it@waha.example.com")
    ann.presses(NEXT, company="مجموعة الواحة الطبية", country="SA")
    assert at(ann, "Confirm customer and partner")
    ann.presses("تأكيد وربط نهائي")
    assert at(ann, "Your order is set up successfully")
    ann.presses("متابعة")
    assert at(ann, "Create a password for your partner organization")
    page = create_password(stage, ann)
    assert '<html lang="ar" dir="rtl">' in page
    assert "إنشاء كلمة مرور" in page

    assert at(ann, "Service setup")
    ann.presses(NEXT)
    ann.presses(NEXT)
    assert at(ann, "Calling settings")
    ann.presses(SAVE, country="SA", location="المقر الرئيسي", zone="الرياض", address="طريق الملك فهد ١", city="الرياض")
    assert at(ann, "Meeting settings")
    ann.presses(SAVE, site="waha", zone="Asia/Riyadh")
    ann.presses("التحقق من التوفر", subdomain="waha")
    assert "الاسم «waha» متاح" in bare(ann.sees)
    ann.presses(SAVE, subdomain="waha")
    assert at(ann, "Provision and start billing")
    ann.presses("توفير", consent="true")

    assert "تم توفير خدماتك" in ann.answers[-2].text
    assert "المملكة العربية السعودية" in ann.answers[-2].text
    assert stage.order("90417263").state is OrderState.PROVISIONED
    assert_all_arabic(ann)


def test_an_order_goes_from_invitation_to_provisioned_by_typing(stage: Stage, ann: Actor) -> None:
    invited_in_arabic(stage, ann)
    ann.says("الإعداد الآن")
    assert at(ann, "What is your role?")
    ann.says("١")
    ann.says("نعم، سأقوم بالاعداد")
    ann.says("الأفق للتقنية؛ السعوديه؛ admin@northwind.example.com")
    assert at(ann, "Customer administrator")
    ann.says("it@waha.example.com")
    ann.says("اسم الشركه: مجموعة الواحة الطبية\nالبلد أو المنطقة: الإمارات")
    assert "الإمارات العربية المتحدة" in bare(ann.sees)
    ann.says("رجوع")
    ann.says("البلد أو المنطقة: السعودية")
    ann.says("التّالي")
    assert at(ann, "Confirm customer and partner")
    ann.says("تأكيد وربط نهائي")
    assert at(ann, "Your order is set up successfully")
    ann.says("متابعه")
    create_password(stage, ann)

    ann.says("۱")
    assert at(ann, "Subscription details")
    ann.says("التالى")
    ann.says("السعودية\nالمقر الرئيسي\nالرياض\nطريق الملك فهد ١\nالرياض\n٣")
    assert at(ann, "Meeting settings")
    ann.says("waha٢\nالرياض")
    ann.says("waha٢")
    assert at(ann, "Provision and start billing")
    ann.says("توفير")
    assert stage.order("90417263").state is OrderState.IN_SERVICE_SETUP
    ann.says("نعم")

    assert stage.order("90417263").state is OrderState.PROVISIONED
    for words in ("waha2", "Asia/Riyadh", "العربية", "المقر الرئيسي"):
        assert words in ann.answers[-2].text
    assert_all_arabic(ann)


def assert_all_arabic(ann: Actor) -> None:
    """Fail when something the bot said has the heading or the last line of an English message."""
    for message in ann.answers:
        for english in ("You can type", "Please", "Step ", "Reply", "Order ", ", "):
            assert english not in message.text


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("مساعدة", "ما يمكنك كتابته"),
        ("المساعده", "ما يمكنك كتابته"),
        ("؟", "ما يمكنك كتابته"),
        ("اعداد", "ما دورك؟"),
        ("إِعْدَاد", "ما دورك؟"),
        ("الاعداد الان", "ما دورك؟"),
        ("استئناف", "ما دورك؟"),
        ("طلباتى", "طلباتك"),
        ("الطلب ٩٠٤١٧٢٦٣", "إعداد طلبك في Webex"),
        ("طلب ۹۰۴۱۷۲۶۳", "إعداد طلبك في Webex"),
        ("حاله", "الطلب 90417263 للعميل مجموعة الواحة الطبية"),
        ("البدء من جديد", "ما دورك؟"),
        ("إعادة البدء", "ما دورك؟"),
        ("ايقاف", "لن تصلك مني تذكيرات أخرى"),
        ("مساعد", "هل المقصود: مساعدة"),
        ("الطلب", "يرجى كتابته هكذا: الطلب ثم رقمه"),
    ],
)
def test_every_word_has_its_arabic_equal(stage: Stage, ann: Actor, words: str, seen: str) -> None:
    invited_in_arabic(stage, ann)
    ann.says(words)

    assert seen in bare(ann.sees)


def test_help_shows_the_words_that_can_be_typed(stage: Stage, ann: Actor) -> None:
    invited_in_arabic(stage, ann)
    ann.says("مساعدة")

    for words in ("إعداد", "طلباتي", "الطلب ثم رقمه", "الحالة", "رجوع", "خروج", "البدء من جديد", "إيقاف"):
        assert words in ann.sees
    assert "setup" not in ann.sees


@pytest.mark.parametrize("words", ["language ar", "اللغة العربية", "لغة عربي", "اللغه العربيه", "اللغة ar"])
def test_the_language_is_switched_in_the_middle_of_a_step(stage: Stage, ann: Actor, words: str) -> None:
    begun(stage, ann)
    ann.presses("Next", company="Northwind Collab", country="other", email="admin@northwind.example.com")
    ann.says("Northwind Collab\nSA\nadmin@northwind.example.com")
    assert ann.title == "Customer administrator"

    ann.says(words)
    assert at(ann, "Customer administrator")
    ann.says("رجوع")
    assert at(ann, "Your partner organization")
    assert "المملكة العربية السعودية" in ann.sees
    ann.says("اللغة en")
    assert ann.title == "Your partner organization"
    assert "Saudi Arabia" in ann.sees


def test_words_of_the_other_language_are_understood(stage: Stage, ann: Actor) -> None:
    invited_in_arabic(stage, ann)
    ann.says("resume")
    ann.says("I am a partner")
    assert at(ann, "Who will set up the services?")
    ann.says("Back")
    assert at(ann, "What is your role?")


def test_a_wrong_answer_is_explained_in_arabic(stage: Stage, ann: Actor) -> None:
    invited_in_arabic(stage, ann)
    ann.presses("الإعداد الآن")
    ann.presses(NEXT, role="partner")
    ann.presses(NEXT, owner="self")
    ann.presses(NEXT, company="الأفق للتقنية", country="other", email="admin@northwind.example.com")
    ann.presses(NEXT, country="أطلانطس")
    assert "البلد أو المنطقة: بلد أو منطقة غير معروفة" in bare(ann.sees)

    ann.presses(NEXT, company="الأفق للتقنية", country="Egybt", email="admin@northwind.example.com")
    assert "هل المقصود مصر؟" in bare(ann.sees)


def test_the_reps_read_english_while_the_contact_reads_arabic(stage: Stage, ann: Actor, rita: Actor) -> None:
    invited_in_arabic(stage, ann)
    stage.wait(days=1)
    assert "needs a Cisco representative" in bare(stage.cards_in_space()[-1])
    rita.says_in_space("/claim 90417263")
    rita.says_in_space("/nudge 90417263")

    space = "\n".join(message.words for message in stage.world.transcript(stage.space))
    assert "Rita Rep has claimed order 90417263." in space
    assert "Rita Rep nudges the contact of order 90417263: ann@northwind.example.com" in space
    assert at(ann, "Set up your Webex order")


def test_commas_are_those_of_the_reader(stage: Stage, ann: Actor, ada: Actor) -> None:
    invited_in_arabic(stage, ann)
    ada.says("language ar").says("/order set 90417263 start=2026-03-20")

    assert "20 مارس 2026، الساعة 09:00" in bare(ada.sees)
    assert ", " not in ada.sees


def test_a_colleague_reads_the_language_they_chose(stage: Stage, ann: Actor, omar: Actor) -> None:
    invited(stage, ann, CONTOSO)
    ann.presses("Set Up Now")
    ann.presses("Next", role="partner")
    ann.presses("Next", owner="colleague")
    ann.presses("Next", email="omar@northwind.example.com")
    omar.says("اللغة العربية")
    assert at(omar, "Set up your Webex order")

    omar.presses("الإعداد الآن")
    assert at(omar, "Your partner organization")
    assert "Omar Odeh has accepted order 90417263" in ann.sees
