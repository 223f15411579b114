using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GlmmDsl.Formulas.Tests.Design;

/// <summary>The names of lme4's columns, groups and random effects in every linear reference case.</summary>
public class ReferenceCaseTests
{
    private static readonly string Folder = FindFolder();

    public static TheoryData<string> Cases { get; } = [.. Directory.GetFiles(Path.Combine(Folder, "cases"), "*.json").Where(IsLinear).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Columns_and_random_effects_are_named_as_in_lme4(string id)
    {
        using JsonDocument document = Read(Path.Combine(Folder, "cases", id + ".json"));
        JsonElement root = document.RootElement;
        DesignPlan plan = Planning.Plan(root.GetProperty("formula").GetString()!, Columns(root));
        IReadOnlyList<string> Levels(PlanVariable variable) => variable.Levels.IsDefault ? LevelsInData(variable, root) : variable.Levels;

        JsonElement result = root.GetProperty("result");
        string[] dropped = Texts(result.GetProperty("droppedColumns"));
        IEnumerable<string> columns = plan.Fixed.SelectMany(term => term.Columns(Levels)).Select(column => column.Name);
        Assert.Equal(Texts(result.GetProperty("xColumns")), columns.Except(dropped));

        // lme4 leaves the block of a factor in || correlated, which this language does not.
        if (plan.Random.All(term => !term.IsIndependent))
        {
            IEnumerable<string> expected = result.GetProperty("varCorr").EnumerateArray().Select(v => GroupName(v.GetProperty("group").GetString()!) + ": " + string.Join(" ", Texts(v.GetProperty("names"))));
            IEnumerable<string> actual = plan.Random.Select(term => term.GroupName + ": " + string.Join(" ", term.Terms.SelectMany(t => t.Columns(Levels)).Select(column => column.Name)));
            Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
        }
    }

    /// <summary>lme4 writes <c>c:(b:a)</c> for three nested groups and numbers a group's terms, <c>g.1</c>.</summary>
    private static string GroupName(string name) => Regex.Replace(name.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal), @"\.\d+$", "");

    private static TestColumns Columns(JsonElement root)
    {
        Match contrasts = Regex.Match(root.GetProperty("contrasts").GetString()!, @"^contr\.(sum|helmert) for (\w+)$");
        return new TestColumns([.. root.GetProperty("columns").EnumerateObject().Select(column =>
        {
            bool isFactor = column.Value.GetProperty("type").GetString() is "factor" or "character";
            bool isKnown = column.Value.TryGetProperty("levels", out JsonElement levels) && levels.ValueKind == JsonValueKind.Array;
            return new ColumnType(
                column.Name,
                isFactor ? ColumnKind.Factor : ColumnKind.Numeric,
                isFactor && isKnown ? [.. Texts(levels)] : default(ImmutableArray<string>),
                column.Value.TryGetProperty("ordered", out JsonElement ordered) && ordered.GetBoolean(),
                contrasts.Success && contrasts.Groups[2].Value == column.Name ? (contrasts.Groups[1].Value == "sum" ? Coding.Sum : Coding.Helmert) : null);
        })]);
    }

    /// <summary>The distinct numbers of the column in <c>factor(column)</c>.</summary>
    private static string[] LevelsInData(PlanVariable variable, JsonElement root)
    {
        var call = Assert.IsType<CallSyntax>(variable.Variable.Expression);
        string name = Assert.IsType<NameSyntax>(call.Arguments[0].Value).Name;
        string[] lines = File.ReadAllLines(Path.Combine(Folder, root.GetProperty("data").GetString()!));
        int at = Array.IndexOf(lines[0].Split(',').Select(cell => cell.Trim('"')).ToArray(), name);
        return [.. lines.Skip(1).Select(line => line.Split(',')[at]).Distinct().OrderBy(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
    }

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(element => element.GetString()!)];

    private static bool IsLinear(string file)
    {
        using JsonDocument document = Read(file);
        return document.RootElement.GetProperty("kind").GetString() == "lmer";
    }

    private static JsonDocument Read(string file) => JsonDocument.Parse(File.ReadAllBytes(file));

    private static string FindFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "GlmmDsl.sln")))
            {
                return Path.Combine(folder.FullName, "tests", "Reference");
            }
        }

        throw new DirectoryNotFoundException("The folder of GlmmDsl.sln is not above the tests.");
    }
}
