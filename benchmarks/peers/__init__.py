"""Other people's bot frameworks at the same local Webex, each as its own README shows it, beside ours."""
