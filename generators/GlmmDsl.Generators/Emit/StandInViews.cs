using GlmmDsl.Generators.Configuration;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Emit;

/// <summary>
/// Writes the stand-ins for the typed views of a model whose formula is wrong: with the same base classes, so that loops, LINQ and look-ups by name still
/// compile, and a property for each name that the program uses.
/// </summary>
internal sealed class StandInViews
{
    private const string Modeling = "global::GlmmDsl.Modeling.";
    private const string Result = "(global::GlmmDsl.MixedModelFit)null!";
    private const int MostKeys = 4;

    private static readonly HashSet<string> Inherited = new(StringComparer.Ordinal)
    {
        "Equals", "GetHashCode", "GetType", "ToString", "Finalize", "MemberwiseClone", "ReferenceEquals", "Item", "Count", "Find", "TryGet", "GetEnumerator",
        "Result", "Group", "Residual", "Level", "Levels", "Coefficients", "CoefficientsOf", "CovarianceMatrix", "Correlations", "Correlation", "OfTerm", "Create", "FindLevel", "TryFindLevel",
    };

    private readonly ModelNames names;
    private readonly IEnumerable<UsedMember> members;
    private readonly RowModel row;
    private readonly bool hasResidual;
    private readonly string[] components;
    private readonly string groupVariancesOf, groupVariances, correlations, groupModes, levelModes, levels;

    public StandInViews(ModelNames names, ModelDeclaration declaration, EquatableArray<UsedMember> used)
    {
        this.names = names;
        row = declaration.Row;
        hasResidual = declaration.HasResidual;
        components = new[] { (declaration.ZeroInflation, names.ZeroInflation), (declaration.ReportedDispersion, names.Dispersion) }.Where(c => c.Item1 is not null).Select(c => c.Item2).ToArray();
        groupVariancesOf = names.Free("GroupVariancesOf");
        groupVariances = names.Free("GroupVariances");
        correlations = names.Free("GroupCorrelationsOf");
        groupModes = names.Free("GroupModes");
        levelModes = names.Free("LevelModes");
        levels = names.Free("AnyLevels");
        string[] types = [names.Coefficients, names.Terms, names.Tests, names.Marginals, names.Slopes, names.ReferenceValues, names.Averages, names.AverageSlopes, names.Comparisons, names.Pooled, names.MatrixSet, names.Folds, names.Replicate, names.Profiles, names.Bootstraps, names.VariancesOf, names.Variances, names.Modes, names.ZeroInflation, names.Dispersion, groupVariances, groupVariancesOf, correlations, groupModes, levelModes, levels, "T", "TCorrelation"];
        members = used.Items.Where(m => !Inherited.Contains(m.Name) && !types.Contains(m.Name)).ToList();
    }

    /// <summary>Writes the views.</summary>
    public void Write(SourceWriter writer)
    {
        const string mode = "global::GlmmDsl.ConditionalMode", own = "<global::GlmmDsl.VarianceComponent, double>";
        string of = names.VariancesOf + "<T, TCorrelation>", groupOf = groupVariancesOf + "<T, TCorrelation>";
        View(writer, names.Coefficients + "<T>", Modeling + "NamedResultsView<T>", "null!", m => Leaf(m, "T"));
        View(writer, names.Terms + "<T>", Modeling + "NamedResultsView<T>", "null!", _ => "T");
        const string inference = "global::GlmmDsl.Inference.";
        string terms = $"{names.Terms}<{inference}FTest>";
        View(
            writer,
            names.Tests,
            Modeling + "TypedTests",
            "null!",
            null,
            [
                $"public {names.Coefficients}<{inference}CoefficientTest> Coefficients => throw {names.Definition}();",
                $"public {terms} Terms => throw {names.Definition}();",
                $"public {terms} Anova({inference}TestType type = {inference}TestType.III) => throw {names.Definition}();",
                .. MeansEmitter.OfTests(names, hasSlopes: true, $"throw {names.Definition}()").Select(p => p.Declaration),
            ]);
        Means(writer);
        View(writer, names.Averages, Modeling + "AverageView", "null!", m => Modeling + "AveragesBy<object?>");
        View(writer, names.AverageSlopes, Modeling + "AverageSlopeView", "null!, default", _ => names.Averages);
        View(writer, names.Comparisons, Modeling + "ComparisonView", "null!, default, default", _ => "dynamic");
        View(writer, names.Pooled, Modeling + "TypedPooled", "null!", null, $"public {names.Coefficients}<{inference}PooledCoefficient> Coefficients => throw {names.Definition}();", $"public {names.Terms}<{inference}PooledTest> Terms => throw {names.Definition}();");
        View(writer, names.MatrixSet, Modeling + "TypedMatrices", "null!", null, $"public {names.Coefficients}<global::System.Collections.Immutable.ImmutableArray<double>> X => throw {names.Definition}();");
        View(
            writer,
            names.Replicate,
            Modeling + "TypedBootstrapFit",
            "null!",
            null,
            $"public new {names.OwnCoefficients} Coefficients => throw {names.Definition}();",
            $"public {IntervalsEmitter.OwnVariances(names)} VarianceComponents => throw {names.Definition}();");
        View(writer, names.Profiles, Modeling + "TypedProfile", "null!", null, IntervalsEmitter.StandIns(names, IntervalsEmitter.Profile, $"throw {names.Definition}()"));
        View(writer, names.Bootstraps, Modeling + "TypedBootstrap", "null!", null, IntervalsEmitter.StandIns(names, IntervalsEmitter.Distribution, $"throw {names.Definition}()"));
        View(writer, of, $"{Modeling}{(hasResidual ? "VarianceComponentView" : "LatentVarianceComponentView")}<T, TCorrelation>", "null!", _ => groupOf);
        View(writer, names.Variances, names.VariancesOf + own, "", _ => "new " + groupVariances);
        View(writer, groupOf, $"{Modeling}GroupVarianceView<T, TCorrelation>", "null!, \"\"", m => Leaf(m, "T"), $"public {correlations}<TCorrelation> Correlations => throw {names.Definition}();");
        View(writer, groupVariances, groupVariancesOf + own, "", null, $"public new double[,] CovarianceMatrix => throw {names.Definition}();");
        View(writer, correlations + "<T>", Modeling + "CorrelationView<T>", "null!", _ => "T");
        View(writer, names.Modes, Modeling + "RandomEffectView", Result, _ => groupModes);
        View(
            writer,
            groupModes,
            $"{Modeling}GroupModeView<{levelModes}>",
            Result + ", \"\"",
            null,
            [$"protected override {levelModes} Create(int level) => throw {names.Definition}();", .. ByKeys(levelModes, levelModes + "?", "NotNullWhen(true)")]);
        View(writer, levelModes, Modeling + "LevelModeView", Result + ", \"\", 0", m => Leaf(m, mode), $"public new {names.OwnCoefficients} Coefficients => throw {names.Definition}();");
        foreach (string component in components)
        {
            View(
                writer,
                component,
                Modeling + "TypedComponent",
                "null!",
                null,
                $"public {names.OwnCoefficients} Coefficients => throw {names.Definition}();",
                $"public {names.Variances} VarianceComponents => throw {names.Definition}();",
                $"public {names.Modes} RandomEffects => throw {names.Definition}();");
        }

        View(writer, levels + "<TValue>", "object", "", null, ByKeys("TValue", "TValue", "MaybeNullWhen(false)"));
    }

    /// <summary>Writes the views of means and slopes. Any property may be a factor, or the cells of two; any column of the row may have a value.</summary>
    private void Means(SourceWriter writer)
    {
        string values = names.ReferenceValues;
        View(
            writer,
            names.Marginals,
            $"{Modeling}MarginalView<{values}>",
            "null!",
            m => $"{Modeling}MarginalsBy<{(m.Name.IndexOf("By", 1, StringComparison.Ordinal) > 0 ? "object?, object?" : "object?")}, {values}>",
            $"public {names.Marginals} At({values} values) => throw {names.Definition}();");
        View(writer, names.Slopes, Modeling + "SlopeView", "null!", _ => names.Marginals);
        MeansEmitter.Header(values, writer, "Stands in for the values at which means are taken: the model's formula is wrong.");
        foreach (string property in MeansEmitter.ValuesOf(row.Columns.Items, values))
        {
            writer.Gap().Summary("A column of the row type.").Line($"public dynamic? {property} {{ get; init; }}");
        }

        writer.Gap().Line("/// <inheritdoc/>");
        writer.Line($"protected override global::System.Collections.Generic.IEnumerable<(string Column, string? Text)> Texts() => throw {names.Definition}();");
        writer.Close();
    }

    private string Leaf(UsedMember member, string type) => member.IsIndexed ? $"{levels}<{type}>" : type;

    /// <summary>An indexer with any keys, and look-ups with a few.</summary>
    private string[] ByKeys(string type, string found, string attribute) =>
    [
        $"public {type} this[params object?[] keys] => throw {names.Definition}();",
        .. Enumerable.Range(1, MostKeys).Select(n =>
            $"public bool TryGet({string.Concat(Enumerable.Range(1, n).Select(i => $"object? key{i}, "))}[global::System.Diagnostics.CodeAnalysis.{attribute}] out {found} value) => throw {names.Definition}();"),
    ];

    private void View(SourceWriter writer, string type, string ancestor, string arguments, Func<UsedMember, string>? typeOf, params string[] more)
    {
        writer.Gap().Summary("Stands in for a view of results: the model's formula is wrong.");
        writer.Line(ModelScope.GeneratedCode);
        bool isBase = type.StartsWith(names.VariancesOf + "<", StringComparison.Ordinal) || type.StartsWith(groupVariancesOf + "<", StringComparison.Ordinal);
        writer.Open($"public {(isBase ? "" : "sealed ")}class {type} : {ancestor}");
        writer.Open($"{(isBase ? "private protected" : "private")} {type.Split('<')[0]}() : base({arguments})").Close();
        foreach (string line in more)
        {
            writer.Gap().Summary("Stands in for results: the model's formula is wrong.").Line(line);
        }

        bool hasOverall = ancestor.StartsWith(Modeling + "MarginalView", StringComparison.Ordinal) || ancestor == Modeling + "AverageView";
        foreach (UsedMember member in typeOf is null ? [] : members.Where(m => !hasOverall || !MeansEmitter.Inherited.Contains(m.Name)))
        {
            writer.Gap().Summary("Stands in for a result: the model's formula is wrong.");
            writer.Line($"public {typeOf!(member)} {RowColumnReader.Escaped(member.Name)} => throw {names.Definition}();");
        }

        writer.Close();
    }
}
