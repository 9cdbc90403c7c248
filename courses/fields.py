"""A StreamField whose block list stays out of migrations."""

from wagtail.fields import StreamField


class OpenStreamField(StreamField):
    """A StreamField for blocks that other applications contribute.

    Its migrations do not list the blocks, so installing one more activity type makes no migration
    in the core.
    """

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
