using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Configuration;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Emit;

/// <summary>Writes what only ordinal models have: typed thresholds, and the probabilities of the categories by the values of the response's enumeration.</summary>
internal static class OrdinalEmitter
{
    private const string Inference = "global::GlmmDsl.Inference.";
    private const string Token = "global::System.Threading.CancellationToken cancellationToken";
    private const string NewLevels = "global::GlmmDsl.NewLevels newLevels = global::GlmmDsl.NewLevels.Throw";

    private static readonly PredictionParameter NewLevelsOfRow = new(
        "newLevels", NewLevels, "What to do with a level that was not in the data: throw, or predict the middle of the population, with random effects of zero.");

    private static readonly PredictionParameter RandomEffects = new(
        "randomEffects", Inference + "RandomEffectsAre randomEffects = " + Inference + "RandomEffectsAre.Modes", "At the modes of the row's own groups, at zero, or integrated out over the population.");

    private static readonly PredictionParameter Level = new("level", "double level = 0.95", "The level of the intervals, such as 0.95.");

    /// <summary>The response of an ordinal model whose levels are known at compile time; null for any other.</summary>
    public static RowColumn? ResponseOf(DesignPlan plan, ModelDeclaration declaration) =>
        FamilyFacts.IsOfCategories(declaration.Family) && plan.Response?.Expression is NameSyntax name && declaration.Row.Find(name.Name) is { AreLevelsKnown: true } column ? column : null;

    /// <summary>The predictions of probabilities; none for a model of another family.</summary>
    public static IEnumerable<PredictionShape> Predictions(RowColumn? response, ModelNames names) =>
        response is { Value: ValueKind.Enum } ? Shapes(names.Probabilities, names.Probabilities + "[]", IntervalView(response), IntervalView(response) + "[]") : Enumerable.Empty<PredictionShape>();

    /// <summary>The same for a model whose formula is wrong.</summary>
    public static IEnumerable<PredictionShape> StandIns(ModelDeclaration declaration) =>
        FamilyFacts.IsOfCategories(declaration.Family) ? Shapes("dynamic", "dynamic", "dynamic", "dynamic") : Enumerable.Empty<PredictionShape>();

    /// <summary>Writes the members of a fit.</summary>
    public static void Members(ModelContext model, SourceWriter writer)
    {
        if (!FamilyFacts.IsOfCategories(model.Declaration.Family))
        {
            return;
        }

        writer.Gap().Summary("The thresholds between the categories, on the scale of the linear predictor: P(Y &lt;= j) is the inverse link's probability of the threshold minus the linear predictor.");
        writer.Line($"public {model.Names.Thresholds} Thresholds => new(Result.Thresholds!);");
        if (model.OrdinalResponse is not { Value: ValueKind.Enum } response)
        {
            return;
        }

        foreach ((string method, string effects, bool hasGroups) in new[] { ("PredictProbabilities", "Modes", true), ("PredictPopulationProbabilities", "Zero", false), ("PredictPopulationAverageProbabilities", "Integrated", false) })
        {
            string parameters = hasGroups ? NewLevels + ", " : "";
            writer.Gap().Line($"private {model.Names.Probabilities}[] {method}(global::GlmmDsl.Data.Table rows, {parameters}{Token} = default) =>");
            writer.Line($"    {model.Names.Probabilities}.Of(Probabilities(rows, {Inference}RandomEffectsAre.{effects}, {(hasGroups ? "newLevels" : "global::GlmmDsl.NewLevels.Population")}, cancellationToken));");
        }

        (string names, string values) = Categories(response);
        writer.Gap().Line($"private {IntervalView(response)}[] PredictProbabilityIntervals(global::GlmmDsl.Data.Table rows, {RandomEffects.Declaration}, {Level.Declaration}, {NewLevels}, {Token} = default) =>");
        writer.Line($"    ProbabilityIntervals(rows, randomEffects, level, newLevels, {names}, {values}, cancellationToken);");
    }

    /// <summary>Writes the views.</summary>
    public static void Views(ModelContext model, SourceWriter writer)
    {
        if (!FamilyFacts.IsOfCategories(model.Declaration.Family))
        {
            return;
        }

        ImmutableArray<string> levels = model.OrdinalResponse?.Levels.Items ?? ImmutableArray<string>.Empty;
        Thresholds(model.Names.Thresholds, levels, writer);
        if (model.OrdinalResponse is { Value: ValueKind.Enum } response)
        {
            Probabilities(model.Names.Probabilities, response, writer);
        }
    }

    private static IEnumerable<PredictionShape> Shapes(string one, string many, string oneInterval, string manyIntervals)
    {
        const string what = "The probability of each category";
        yield return new PredictionShape("PredictProbabilities", what + " for one row, at the conditional modes of its groups", what + " for rows, in their order", ImmutableArray.Create(NewLevelsOfRow)) { One = one, Many = many };
        yield return new PredictionShape("PredictPopulationProbabilities", what + " for the middle of the population, with random effects of zero", what + " for the middle of the population, for rows in their order", ImmutableArray<PredictionParameter>.Empty) { One = one, Many = many };
        yield return new PredictionShape("PredictPopulationAverageProbabilities", what + " in the population, with the random effects integrated out", what + " in the population, for rows in their order", ImmutableArray<PredictionParameter>.Empty) { One = one, Many = many };
        yield return new PredictionShape(
            "PredictProbabilityIntervals",
            what + " for one row with its standard error and interval: see <see cref=\"global::GlmmDsl.MixedModelFit.PredictProbabilityIntervals\"/>",
            what + " for rows, in their order, with standard errors and intervals",
            ImmutableArray.Create(RandomEffects, Level, NewLevelsOfRow)) { One = oneInterval, Many = manyIntervals };
    }

    private static string IntervalView(RowColumn response) => $"global::GlmmDsl.Modeling.CategoryPredictionView<{response.KeyTypeName}>";

    /// <summary>The names of the categories and their values, in order, as two arrays.</summary>
    private static (string Names, string Values) Categories(RowColumn response)
    {
        Dictionary<string, string> codes = response.EnumMembers.Items.ToDictionary(m => m.Name, m => m.Code, StringComparer.Ordinal);
        IEnumerable<string> levels = response.Levels.Items.Where(codes.ContainsKey);
        return ($"new string[] {{ {string.Join(", ", levels.Select(Literals.Text))} }}", $"new {response.KeyTypeName}[] {{ {string.Join(", ", levels.Select(l => codes[l]))} }}");
    }

    private static void Thresholds(string type, ImmutableArray<string> levels, SourceWriter writer)
    {
        writer.Gap().Summary("The thresholds by name, by R's name and in order.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {type} : global::GlmmDsl.Modeling.NamedResultsView<global::GlmmDsl.Coefficient>");
        writer.Open($"internal {type}({Inference}INamedResults<global::GlmmDsl.Coefficient> results) : base(results)").Close();
        List<string> names = levels.Skip(1).Select((level, j) => levels[j] + "|" + level).ToList();
        IReadOnlyList<string> properties = ModelNames.Properties(names, type, "Count", "TryGet", "Find", "GetEnumerator");
        for (int j = 0; j < names.Count; j++)
        {
            writer.Gap().Summary($"The threshold between <c>{Literals.Xml(levels[j])}</c> and <c>{Literals.Xml(levels[j + 1])}</c>.");
            writer.Line($"public global::GlmmDsl.Coefficient {properties[j]} => Find({Literals.Text(names[j])});");
        }

        writer.Close();
    }

    private static void Probabilities(string type, RowColumn response, SourceWriter writer)
    {
        ImmutableArray<string> levels = response.Levels.Items.Where(l => response.EnumMembers.Items.Any(m => m.Name == l)).ToImmutableArray();
        (string names, string values) = Categories(response);
        writer.Gap().Summary($"The probability of each category of <c>{Literals.Xml(response.Name)}</c> in a row, by name and by value.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {type} : global::GlmmDsl.Modeling.CategoryProbabilityView<{response.KeyTypeName}>");
        writer.Open($"private {type}({Inference}CategoryProbabilities rows, int row) : base(rows, row, {names}, {values})").Close();
        // The method that adds the probabilities up has the family's name.
        IReadOnlyList<string> properties = ModelNames.Properties(levels.ToList(), type, "MeanCategory", "MostProbable", FamilyFacts.Cumulative, "Find", "Of");
        for (int j = 0; j < levels.Length; j++)
        {
            writer.Gap().Summary($"The probability of <c>{Literals.Xml(levels[j])}</c>.");
            writer.Line($"public double {properties[j]} => Find({Literals.Text(levels[j])});");
        }

        writer.Gap().Open($"internal static {type}[] Of({Inference}CategoryProbabilities rows)");
        writer.Line($"var all = new {type}[rows.Count];");
        writer.Open("for (int row = 0; row < all.Length; row++)").Line("all[row] = new(rows, row);").Close();
        writer.Line("return all;").Close();
        writer.Close();
    }
}
