using System.Collections.Immutable;
using GlmmDsl.Data;

namespace GlmmDsl.Inference.Tests.Ordinal;

/// <summary>Randall's wine data (R's ordinal), and a fit of them.</summary>
internal static class WineData
{
    private static readonly Lazy<MixedModelFit> LazyFit = new(() => Fitted("rating ~ temp + contact + (1 | judge)"));

    /// <summary><c>clmm(rating ~ temp + contact + (1 | judge))</c>.</summary>
    public static MixedModelFit Fit => LazyFit.Value;

    /// <summary>A fit of another formula or by another approximation.</summary>
    public static MixedModelFit Fitted(string formula, Approximation approximation = Approximation.Laplace, Link link = Link.Default) =>
        MixedModel.Fit(formula, Table(), new FitOptions { Family = Family.Cumulative, Link = link, Approximation = approximation });

    /// <summary>The rows.</summary>
    public static Table Table() => Data.Table.ReadCsv(
        Path.Combine(Root(), "tests", "Reference", "data", "wine.csv"),
        new CsvOptions { Ordered = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("rating", ["1", "2", "3", "4", "5"]), Factors = ["judge", "bottle"] });

    /// <summary>The rows with <c>high</c>, 1 for ratings above 3, and the same as the ordered factor <c>level</c>.</summary>
    public static Table Halved()
    {
        Table rows = Table();
        double[] high = [.. rows.Find("rating")!.AsFactor(rows.RowLabel).Array.Select(c => c > 2 ? 1.0 : 0)];
        return new Table([.. rows.Columns, new NumericColumn("high", high), new FactorColumn("level", ["low", "high"], [.. high.Select(h => (int)h)], isOrdered: true)]);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "GlmmDsl.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
