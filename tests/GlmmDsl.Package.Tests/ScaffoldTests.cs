using System.Text;

namespace GlmmDsl.Package.Tests;

/// <summary>The programs that <c>glmm scaffold</c> writes, compiled with the package and run.</summary>
[Collection(nameof(PackageFeed))]
public sealed class ScaffoldTests(PackageFeed feed)
{
    [Fact]
    public void Programs_for_awkward_files_compile_without_a_warning_and_print_what_the_command_prints()
    {
        string folder = PackageTests.Project(feed, "scaffolds", Runner(ScaffoldCase.All.Count));
        string[] expected = [.. ScaffoldCase.All.Select((scaffold, i) => Scaffold(folder, scaffold, i))];

        (int built, string messages) = PackageFeed.Dotnet(folder, "build -p:TreatWarningsAsErrors=true -v q --nologo");
        Assert.True(built == 0, messages);
        (int ran, string printed) = PackageFeed.Dotnet(folder, "run --no-build");
        Assert.True(ran == 0, printed);
        string[] outputs = printed.ReplaceLineEndings("\n").Split("=====\n");
        Assert.Equal(expected.Length + 1, outputs.Length);
        Assert.All(expected, (output, i) => Assert.Equal(ScaffoldCase.All[i].File + "\n" + output, ScaffoldCase.All[i].File + "\n" + outputs[i]));
    }

    /// <summary>Writes the program of a file, in a namespace of its own, and returns what the command prints of the fit.</summary>
    private string Scaffold(string folder, ScaffoldCase scaffold, int index)
    {
        string data = Path.Combine(folder, scaffold.File);
        File.WriteAllText(data, scaffold.Text);
        string program = Glmm(["scaffold", data, "--model", scaffold.Formula, .. scaffold.Options]);
        string[] lines = program.Split('\n');
        string code = string.Join('\n', lines.Where(l => !l.StartsWith("using ", StringComparison.Ordinal) && !l.StartsWith("#:", StringComparison.Ordinal)));
        // Statements and the local function that reads the file come first, then the model class with its attribute.
        int types = code.IndexOf("\n[", code.IndexOf("\nstatic ", StringComparison.Ordinal), StringComparison.Ordinal);
        File.WriteAllText(
            Path.Combine(folder, $"Program{index}.cs"),
            $$"""
            {{string.Join('\n', lines.Where(l => l.StartsWith("using ", StringComparison.Ordinal)))}}
            namespace P{{index}}
            {
            public static class Scaffolded
            {
            public static void Run(string[] args)
            {
            {{code[..types]}}
            }
            }
            {{code[types..]}}
            }
            """);
        return Glmm(["fit", data, scaffold.Formula, .. scaffold.Options]);
    }

    private string Glmm(string[] arguments)
    {
        string program = Path.Combine(feed.Root, "src", "GlmmDsl.Cli", "bin", PackageFeed.Configuration, "net10.0", "glmm.dll");
        (int code, string output) = PackageFeed.Run("dotnet", [program, .. arguments]);
        Assert.True(code == 0, string.Join(' ', arguments));
        return output.ReplaceLineEndings("\n");
    }

    private static string Runner(int count)
    {
        var code = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            code.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"P{i}.Scaffolded.Run(args); Console.Write(\"=====\\n\");");
        }

        return code.ToString();
    }
}
