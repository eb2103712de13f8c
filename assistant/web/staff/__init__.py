"""The staff's side: sign-in, the review desk (a gradio app of its own), accounts and audit log, behind a gate."""
