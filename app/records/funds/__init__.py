"""The reward fund for quality and brands (质量与品牌奖励资金): who was paid how much, and why."""
