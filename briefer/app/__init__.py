"""The app: a Gradio workspace over the same Python API as the command line. The only importer of gradio."""
