"""What residents hand in, and what follows from it: complaints, redress, rewards, risks."""
