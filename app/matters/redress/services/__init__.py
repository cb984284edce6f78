"""What companies and staff do with applications: one public function per act."""
