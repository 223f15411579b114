using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GlmmDsl.Generators.Tests.Reference;

/// <summary>A reference case: its data as text cells, its columns and its settings.</summary>
internal sealed partial record TypedReferenceCase(
    string Id,
    string Formula,
    ReferenceMethod Method,
    string? Weights,
    ImmutableDictionary<string, Coding> Contrasts,
    ImmutableArray<ReferenceColumn> Columns,
    string[][] Rows)
{
    private static string Root => AppContext.BaseDirectory;

    /// <summary>The name of the case's namespace in generated sources.</summary>
    public string Namespace => "Case_" + Id;

    /// <summary>All cases of linear, binomial and Poisson mixed models.</summary>
    public static IReadOnlyList<TypedReferenceCase> All() =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, "cases"), "*.json").Order(StringComparer.Ordinal).Select(Read).OfType<TypedReferenceCase>()];

    /// <summary>The data as CSV, quoted throughout.</summary>
    public string ToCsv() =>
        string.Join("\n", new[] { Columns.Select(c => c.Name) }.Concat(Rows).Select(r => string.Join(",", r.Select(f => f.Length == 0 ? "" : $"\"{f}\""))));

    private static TypedReferenceCase? Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement root = document.RootElement;
        if (ReferenceMethod.Read(root) is not { } method)
        {
            return null;
        }

        string[] arguments = [.. root.GetProperty("arguments").EnumerateArray().Select(a => a.GetString()!)];
        string data = Path.GetFileNameWithoutExtension(root.GetProperty("data").GetString()!);
        using JsonDocument meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "data", data + ".meta.json")));
        ImmutableArray<ReferenceColumn> columns =
        [
            .. root.GetProperty("columns").EnumerateObject().Select(c => ReferenceColumn.Read(c.Name, c.Value, meta.RootElement.GetProperty("columns").GetProperty(c.Name))),
        ];
        string? weights = arguments.FirstOrDefault(a => a.StartsWith("weights=", StringComparison.Ordinal))?["weights=".Length..];
        return new TypedReferenceCase(
            Path.GetFileNameWithoutExtension(path),
            root.GetProperty("formula").GetString()!,
            method,
            weights,
            ContrastsOf(arguments),
            columns,
            RowsOf(data, columns, arguments));
    }

    private static ImmutableDictionary<string, Coding> ContrastsOf(string[] arguments) =>
        arguments.Where(a => a.StartsWith("contrasts=", StringComparison.Ordinal))
            .SelectMany(a => Contrast().Matches(a))
            .ToImmutableDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value switch
            {
                "sum" => Coding.Sum,
                "helmert" => Coding.Helmert,
                "poly" => Coding.Polynomial,
                _ => Coding.Treatment,
            });

    private static string[][] RowsOf(string data, ImmutableArray<ReferenceColumn> columns, string[] arguments)
    {
        string[][] cells = [.. File.ReadAllLines(Path.Combine(Root, "data", data + ".csv")).Where(l => l.Length > 0).Select(Split)];
        int[] places = [.. columns.Select(c => Array.IndexOf(cells[0], c.Name))];
        IEnumerable<string[]> rows = cells.Skip(1);
        if (arguments.FirstOrDefault(a => a.StartsWith("subset=", StringComparison.Ordinal)) is { } subset)
        {
            string[] parts = subset["subset=".Length..].Split(' ');
            int place = Array.IndexOf(cells[0], parts[0]);
            double limit = double.Parse(parts[2], CultureInfo.InvariantCulture);
            rows = rows.Where(r => Holds(double.Parse(r[place], CultureInfo.InvariantCulture), parts[1], limit));
        }

        return [.. rows.Select(r => places.Select(p => r[p]).ToArray())];
    }

    /// <summary>The fields of a line; commas inside quotation marks belong to the field. The data hold no quotation marks of their own.</summary>
    private static string[] Split(string line)
    {
        string[] quoted = line.Split('"');
        for (int i = 0; i < quoted.Length; i += 2)
        {
            quoted[i] = quoted[i].Replace(',', '\0');
        }

        return string.Concat(quoted).Split('\0');
    }

    private static bool Holds(double value, string comparison, double limit) =>
        comparison switch
        {
            ">=" => value >= limit,
            ">" => value > limit,
            "<=" => value <= limit,
            "<" => value < limit,
            _ => value == limit,
        };

    [GeneratedRegex("""(\w+)='contr\.(\w+)'""")]
    private static partial Regex Contrast();
}

/// <summary>A column of a reference case.</summary>
internal sealed record ReferenceColumn(string Name, string Type, bool IsOrdered, ImmutableArray<string> Levels)
{
    /// <summary>Whether its levels are few enough to be declared.</summary>
    public bool HasDeclaredLevels => Type == "factor" && Levels.Length is > 0 and <= 200;

    public static ReferenceColumn Read(string name, JsonElement ofCase, JsonElement ofMeta)
    {
        JsonElement levels = ofCase.TryGetProperty("levels", out JsonElement own) || ofMeta.TryGetProperty("levels", out own) ? own : default;
        return new ReferenceColumn(
            name,
            ofCase.GetProperty("type").GetString()!,
            ofMeta.TryGetProperty("ordered", out JsonElement ordered) && ordered.ValueKind == JsonValueKind.True,
            levels.ValueKind == JsonValueKind.Array ? [.. levels.EnumerateArray().Select(l => l.GetString()!)] : []);
    }
}
