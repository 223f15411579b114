using System.Text.RegularExpressions;

namespace GlmmDsl.Completion.Tests.Robustness;

/// <summary>Real programs that random edits start from: the README's tour and the typed models of the tests, each as one file.</summary>
internal static partial class RandomEditSources
{
    /// <summary>How they are called.</summary>
    public static TheoryData<string> Names => ["tour", "reference models", "generalized models", "ordinal models", "structured models", "declared facts"];

    /// <summary>A program.</summary>
    public static string Of(string name) =>
        name switch
        {
            "tour" => string.Concat(Tour().Matches(Read("README.md")).Select(match => match.Groups[1].Value)),
            "reference models" => Joined("ReferenceRows", "ReferenceModels", "SleepStudy"),
            "generalized models" => Joined("GeneralizedRows", "GeneralizedReferenceModels"),
            "ordinal models" => Joined("OrdinalModels"),
            "structured models" => Joined("StructuredModels"),
            "declared facts" => Joined("DeclaredFacts"),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such program."),
        };

    /// <summary>Files with one namespace: the directives of all stand before it.</summary>
    private static string Joined(params string[] files)
    {
        string[][] lines = [.. files.Select(file => Read($"tests/GlmmDsl.TypedModels.Tests/{file}.cs").Split('\n'))];
        IEnumerable<string> usings = lines.SelectMany(file => file).Where(IsUsing).Distinct(StringComparer.Ordinal);
        return string.Join('\n', usings.Append("namespace GlmmDsl.TypedModels.Tests;").Concat(lines.SelectMany(file => file.Where(line => !IsUsing(line) && !line.StartsWith("namespace ", StringComparison.Ordinal)))));
    }

    private static bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal) && line.TrimEnd().EndsWith(';');

    private static string Read(string path)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GlmmDsl.sln")))
        {
            folder = folder.Parent;
        }

        return File.ReadAllText(Path.Combine(folder!.FullName, path)).ReplaceLineEndings("\n");
    }

    [GeneratedRegex("<!-- tour -->\n```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Tour();
}
