"""Settings → create_app → app."""

import os
import sys

from app.factory import create_app
from config.settings import SettingsFault, read_settings

try:
    app = create_app(read_settings(os.environ))
except SettingsFault as fault:
    sys.exit("设置有误：\n" + "\n".join(fault.faults))
