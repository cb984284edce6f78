"""What residents and staff do with complaints: one public function per act."""
