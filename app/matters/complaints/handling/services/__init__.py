"""What the responsible body does with a matter: one public function per act."""
