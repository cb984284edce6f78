"""Key projects (项目工作法): plan, milestones and progress reports."""

from app.records.projects.models.projects import KeyProject, ProjectMilestone
from app.records.projects.models.reports import ProjectReport

__all__ = ["KeyProject", "ProjectMilestone", "ProjectReport"]
