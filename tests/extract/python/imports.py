import os
import a.b.c, d as e
import x.y as z
from pkg import one, two as deux
from . import sibling
from ..up.more import (first, second as s)
from star import *
from __future__ import annotations

os.path.join(z.go(), a.b.c.run(), sibling.f, deux)


def f():
    from late import thing
    import json
    thing()
    json.loads(thing)
    os = 1
    os.go()
