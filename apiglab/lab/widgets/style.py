"""The look of the panels: the lab's style sheet, and what controls and live pictures add to it.

Colours come from JupyterLab's theme with fallbacks; the one accent is blue, as in the charts.
"""

from apiglab.lab.html import CSS, Html
from apiglab.lab.palette import CHART_CSS

# White on #005a8e has a contrast of 7:1; JupyterLab's own brand blue under white text has only 3:1.
PANEL_CSS = """
.apiglab-panel{border:1px solid var(--jp-border-color2,#bdbdbd);border-radius:6px;padding:10px 14px 12px;margin:4px 0;
max-width:960px;background:var(--jp-layout-color1,#fff);overflow:visible}
.apiglab-panel .widget-html{height:auto;margin:0}
.apiglab-panel .widget-html-content{line-height:1.45;align-self:stretch;overflow-wrap:anywhere}
.apiglab-row{display:flex;flex-flow:row wrap;align-items:flex-end;gap:4px 10px;overflow:visible}
.apiglab-title{font-weight:600;font-size:14px;margin:0 0 2px;color:var(--jp-content-font-color1,#1b1b1b)}
.apiglab-field.jupyter-widgets{display:flex;flex-direction:column;align-items:stretch;height:auto;
width:auto;margin:2px 0}
.apiglab-field .widget-label{text-align:left;width:auto!important;height:auto;line-height:1.5;font-size:12px;
margin:0;color:var(--jp-content-font-color1,#1b1b1b)}
.apiglab-field select,.apiglab-field input{flex:0 0 auto!important;height:28px}
.apiglab-number input{width:110px}
.apiglab-field textarea,.apiglab-code input,.apiglab-code textarea{font-family:var(--jp-code-font-family,monospace);
font-size:12px}
.apiglab-field textarea{padding:5px 7px;min-height:56px;resize:vertical}
.apiglab-grow{flex:1 1 300px}
.apiglab-field input:focus-visible,.apiglab-field select:focus-visible,.apiglab-field textarea:focus-visible,
.apiglab-action:focus-visible{outline:2px solid #0072b2!important;outline-offset:1px}
.apiglab-action.jupyter-button{width:auto;min-width:84px;margin:2px 0;padding:0 14px;border-radius:4px;
border:1px solid var(--jp-border-color1,#8d8d8d)}
.apiglab-primary.jupyter-button{background:#005a8e;border-color:#005a8e;color:#fff;font-weight:600}
.apiglab-primary.jupyter-button:hover:enabled{background:#00446b;color:#fff}
.apiglab-said{min-height:20px;color:var(--jp-content-font-color1,#1b1b1b)}
.apiglab-tiles{display:flex;flex-wrap:wrap;gap:4px 28px;margin:8px 0 2px}
.apiglab-tile{min-width:96px;font-size:12px}
.apiglab-tile strong{display:block;font-size:20px;line-height:1.25;font-weight:600;font-variant-numeric:tabular-nums}
.apiglab-bar{display:flex;align-items:center;gap:10px}
.apiglab-bar progress{width:240px;height:8px;accent-color:#0072b2}
.apiglab-halves{display:flex;flex-flow:row wrap;gap:4px 18px;align-items:flex-start;overflow:visible}
.apiglab-half{flex:1 1 380px;min-width:0;overflow:visible}
.apiglab-half .apiglab-grow{flex:0 0 auto}
.apiglab-tall textarea{min-height:200px}
.apiglab-unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
""".strip()

STYLE = Html(f"<style>{CSS}\n{CHART_CSS}\n{PANEL_CSS}</style>")
"""The style sheets of everything that is shown in a panel."""

# In command mode JupyterLab takes every key that no text field wants: arrows leave a list for the next cell, Enter on
# a button edits the cell, "d d" deletes it. It looks for this attribute on the focused element itself.
KEEP_KEYS = (
    "this.closest('.apiglab-panel')?.addEventListener('focusin',"
    "event => event.target.setAttribute('data-lm-suppress-shortcuts', 'true'))"
)
PANEL_STYLE = Html(STYLE.replace("<style>", f'<style onload="{KEEP_KEYS}">'))
"""The same, and the panel keeps the keys that are pressed in it."""
