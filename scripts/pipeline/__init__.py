"""The parts of run_pipeline.py and export_reports.py."""
