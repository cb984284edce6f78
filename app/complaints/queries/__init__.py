"""Every SELECT over complaints."""
