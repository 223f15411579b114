using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using GlmmDsl.Data;
using GlmmDsl.Tests.Architecture;

namespace GlmmDsl.Tests.References;

/// <summary>One file of tests/Reference/cases: a model fitted by R, with its data read as R read them.</summary>
internal sealed class ReferenceCase
{
    private static readonly string Root = Path.Combine(RepositoryRoot.Path, "tests", "Reference");

    private ReferenceCase(JsonNode node) => Node = node;

    public JsonNode Node { get; }

    public string Id => (string)Node["id"]!;

    public string Formula => (string)Node["formula"]!;

    public JsonNode Result => Node["result"]!;

    public bool IsReml => (string)Node["method"]! == "REML";

    public bool IsLinear => (string)Node["kind"]! == "lmer";

    /// <summary>Whether log-likelihoods agree in level: lme4's quadrature leaves out the saturated one, which is 0 for 0/1 responses only.</summary>
    public bool HasLevel => Nodes is null || ((string)Node["family"]! == "binomial" && !Formula.StartsWith("cbind", StringComparison.Ordinal));

    /// <summary>The nodes of quadrature; null for any other approximation.</summary>
    public int? Nodes =>
        (string)Node["method"]! is ['A', 'G', 'Q', '-', .. var nodes] ? int.Parse(nodes, CultureInfo.InvariantCulture) : null;

    public static IEnumerable<string> LinearIds() => Ids("lmer");

    public static IEnumerable<string> Ids(string kind) =>
        Directory.EnumerateFiles(Path.Combine(Root, "cases"), "*.json")
            .Select(Path.GetFileNameWithoutExtension)
            .Where(id => (string)Load(id!).Node["kind"]! == kind)
            .Order(StringComparer.Ordinal)!;

    public static ReferenceCase Load(string id, string folder = "cases") => new(JsonNode.Parse(File.ReadAllText(Path.Combine(Root, folder, id + ".json")))!);

    /// <summary>The options R's call stands for.</summary>
    public FitOptions Options() => new()
    {
        Method = IsReml ? FitMethod.Reml : FitMethod.Ml,
        Missing = MissingValues.Omit,
        Weights = Arguments().FirstOrDefault(a => a.StartsWith("weights=", StringComparison.Ordinal))?["weights=".Length..],
        WeightKind = IsLinear ? WeightKind.Precision : WeightKind.Trials,
        Family = IsLinear ? Family.Gaussian : Enum.Parse<Family>((string)Node["family"]!, ignoreCase: true),
        Link = IsLinear ? Link.Default : Enum.Parse<Link>((string)Node["link"]!, ignoreCase: true),
        Approximation = Nodes is not null ? Approximation.Quadrature : (string)Node["method"]! == "nAGQ0" ? Approximation.Fast : Approximation.Laplace,
        QuadratureNodes = Nodes ?? 1,
        Information = Information.Expected,
    };

    /// <summary>The points at which R recorded the criterion: without β it is profiled (lme4's nAGQ = 0), with β it is by the fit's own approximation.</summary>
    public IEnumerable<(CriterionPoint Point, double Value)> Points() =>
        from point in Result["objectiveAt"]?.AsArray() ?? []
        where (int?)point!["nAGQ"] is null or 0 || (int)point["nAGQ"]! == (Nodes ?? 1)
        select (new CriterionPoint(Numbers(point!["theta"]!), point["beta"] is { } beta ? Numbers(beta) : null), (double)point["value"]!);

    private static double[] Numbers(JsonNode array) => [.. array.AsArray().Select(x => (double)x!)];


    /// <summary>The data set with factors, levels and contrasts as in R, its subset taken.</summary>
    public Table Data()
    {
        string path = Path.Combine(Root, ((string)Node["data"]!).Replace('/', Path.DirectorySeparatorChar));
        JsonNode meta = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(path, ".meta.json")))!["columns"]!;
        var levels = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>();
        var ordered = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>();
        foreach ((string column, JsonNode? use) in Node["columns"]!.AsObject())
        {
            if ((string?)use!["type"] == "factor")
            {
                ImmutableArray<string> list = [.. (use["levels"] ?? meta[column]!["levels"])!.AsArray().Select(l => (string)l!)];
                ((bool?)use["ordered"] ?? (bool?)meta[column]!["ordered"] ?? false ? ordered : levels).Add(column, list);
            }
        }

        var contrasts = ImmutableDictionary.CreateBuilder<string, Coding>();
        foreach (string argument in Arguments().Where(a => a.StartsWith("contrasts=", StringComparison.Ordinal)))
        {
            // contrasts=list(grp='contr.sum')
            string[] parts = argument["contrasts=list(".Length..^1].Split('=');
            contrasts.Add(parts[0], parts[1].Trim('\'') switch { "contr.sum" => Coding.Sum, "contr.helmert" => Coding.Helmert, _ => Coding.Treatment });
        }

        var options = new CsvOptions { Levels = levels.ToImmutable(), Ordered = ordered.ToImmutable(), Contrasts = contrasts.ToImmutable() };
        return Table.ReadCsv(new StringReader(Subset(File.ReadAllText(path))), options);
    }

    private IEnumerable<string> Arguments() => Node["arguments"]!.AsArray().Select(a => (string)a!);

    /// <summary>Keeps the rows of <c>subset=Days >= 2</c>.</summary>
    private string Subset(string csv)
    {
        string? subset = Arguments().FirstOrDefault(a => a.StartsWith("subset=", StringComparison.Ordinal));
        if (subset is null)
        {
            return csv;
        }

        string[] condition = subset["subset=".Length..].Split(' ');
        double bound = double.Parse(condition[2], CultureInfo.InvariantCulture);
        string[] lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        int column = Array.IndexOf(lines[0].Split(','), condition[0]);
        return string.Join("\r\n", lines.Where((line, i) => i == 0 || Holds(double.Parse(line.Split(',')[column], CultureInfo.InvariantCulture))));

        bool Holds(double value) => condition[1] switch
        {
            ">=" => value >= bound,
            ">" => value > bound,
            "<=" => value <= bound,
            "<" => value < bound,
            _ => value == bound,
        };
    }
}
