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
        "Result", "Group", "Residual", "Level", "Levels", "Coefficients", "CoefficientsOf", "CovarianceMatrix", "Correlations", "Correlation", "Create", "FindLevel", "TryFindLevel",
    };

    private readonly ModelNames names;
    private readonly IEnumerable<UsedMember> members;
    private readonly bool hasResidual;
    private readonly string groupVariances, correlations, groupModes, levelModes, levels;

    public StandInViews(ModelNames names, ModelDeclaration declaration, EquatableArray<UsedMember> used)
    {
        this.names = names;
        hasResidual = !declaration.IsGeneralized;
        groupVariances = names.Free("GroupVariances");
        correlations = names.Free("GroupCorrelations");
        groupModes = names.Free("GroupModes");
        levelModes = names.Free("LevelModes");
        levels = names.Free("AnyLevels");
        string[] types = [names.Coefficients, names.Variances, names.Modes, groupVariances, correlations, groupModes, levelModes, levels];
        members = used.Items.Where(m => !Inherited.Contains(m.Name) && !types.Contains(m.Name)).ToList();
    }

    /// <summary>Writes the views.</summary>
    public void Write(SourceWriter writer)
    {
        string coefficient = "global::GlmmDsl.Coefficient", component = "global::GlmmDsl.VarianceComponent", mode = "global::GlmmDsl.ConditionalMode";
        View(writer, names.Coefficients, Modeling + "CoefficientView", Result, m => Leaf(m, coefficient));
        View(writer, names.Variances, Modeling + (hasResidual ? "VarianceComponentView" : "LatentVarianceComponentView"), Result, _ => groupVariances);
        View(writer, names.Modes, Modeling + "RandomEffectView", Result, _ => groupModes);
        View(writer, groupVariances, Modeling + "GroupVarianceView", Result + ", \"\"", m => Leaf(m, component), $"public {correlations} Correlations => throw {names.Definition}();");
        View(writer, correlations, Modeling + "CorrelationView", $"({Modeling}GroupVarianceView)null!", _ => "double");
        View(
            writer,
            groupModes,
            $"{Modeling}GroupModeView<{levelModes}>",
            Result + ", \"\"",
            null,
            [$"protected override {levelModes} Create(int level) => throw {names.Definition}();", .. ByKeys(levelModes, levelModes + "?", "NotNullWhen(true)")]);
        View(writer, levelModes, Modeling + "LevelModeView", Result + ", \"\", 0", m => Leaf(m, mode), $"public {names.Coefficients} Coefficients => throw {names.Definition}();");
        View(writer, levels + "<TValue>", "object", "", null, ByKeys("TValue", "TValue", "MaybeNullWhen(false)"));
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
        writer.Open($"public sealed class {type} : {ancestor}");
        writer.Open($"private {type.Split('<')[0]}() : base({arguments})").Close();
        foreach (string line in more)
        {
            writer.Gap().Summary("Stands in for results: the model's formula is wrong.").Line(line);
        }

        foreach (UsedMember member in typeOf is null ? [] : members)
        {
            writer.Gap().Summary("Stands in for a result: the model's formula is wrong.");
            writer.Line($"public {typeOf!(member)} {RowColumnReader.Escaped(member.Name)} => throw {names.Definition}();");
        }

        writer.Close();
    }
}
