using System.Text.RegularExpressions;

namespace GlmmDsl.Cli.Tests;

public sealed class ToolReadmeTests
{
    [Fact]
    public void The_README_of_the_tool_names_every_command_and_no_other()
    {
        string readme = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Glmm.Reference("cbpp"))!, "..", "..", "..", "src", "GlmmDsl.Cli", "README.md"));
        string commands = Glmm.Run("--help").Output.Split("Commands:")[1];

        Assert.Equal(
            Regex.Matches(commands, "^  ([a-z]+) <", RegexOptions.Multiline).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal),
            Regex.Matches(readme, "`glmm ([a-z]+)`").Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));
    }
}
