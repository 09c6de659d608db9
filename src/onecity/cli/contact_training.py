"""What `onecity contact train` does and prints, once Django is there."""

from onecity.contact import releases
from onecity.contact.models import TopicModel
from onecity.contact.understanding.measuring import Accuracy
from onecity.contact.understanding.training import TooFewExamples, train


def run() -> int:
    """Train, report, and say whether the new model is in force."""
    if not releases.current().topics:
        print("This city has no topics: write contact/topics/, and load the folder.")
        return 1
    try:
        done = train(lambda words: print(words, flush=True))
    except TooFewExamples as refusal:
        print(f"{refusal.message} {refusal.next_step}")
        return 1
    print(f"{done.samples:,} texts, {done.corrections:,} of them chosen by people.")
    if done.before:
        print(f"  in force  {_said(done.before)}")
    print(f"  new       {_said(done.after)}")
    print("The new model is in force." if done.installed else "The new model is worse, and was not installed.")
    return 0 if done.installed else 1


def train_first() -> None:
    """The first model of a city whose topics have none yet."""
    newest = TopicModel.objects.order_by("-at").first()
    if releases.current().topics and (newest is None or set(newest.topics) != set(releases.current().topics)):
        print("Learning what people call about …", flush=True)
        run()


def _said(accuracy: Accuracy) -> str:
    return (
        f"right {accuracy.best:.0%}, among three {accuracy.among_three:.0%}, sure of {accuracy.sure:.0%} and right "
        f"in {accuracy.right_when_sure:.0%} of these, on {accuracy.count:,} contacts held out"
    )
