using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Emit;

/// <summary>Writes the views of averages over the observed rows: predictions, slopes, comparisons.</summary>
internal static class AveragesEmitter
{
    private const string Modeling = MeansEmitter.Modeling;
    private const string Inference = "global::GlmmDsl.Inference.";
    private const string How = Inference + "RandomEffectsAre randomEffects";
    private const string Zero = How + " = " + Inference + "RandomEffectsAre.Zero";
    private const string Kind = Inference + "ComparisonKind kind";

    public static void Write(ModelContext model, SourceWriter writer)
    {
        Averages(model, writer);
        if (!model.NumericColumns.IsEmpty)
        {
            Slopes(model, writer);
        }

        if (HasComparisons(model))
        {
            Comparisons(model, writer);
        }
    }

    /// <summary>Writes the methods of all fits of a model.</summary>
    public static void Methods(ModelContext model, SourceWriter writer) =>
        Methods(model.Names, !model.NumericColumns.IsEmpty, HasComparisons(model), writer, null);

    /// <summary>Writes the methods of all fits of a model.</summary>
    /// <param name="names">The model's names.</param>
    /// <param name="hasSlopes">Whether there is a numeric column.</param>
    /// <param name="hasComparisons">Whether there is a column to compare.</param>
    /// <param name="writer">The writer to write to.</param>
    /// <param name="body">Their bodies; null for their calls on the result.</param>
    public static void Methods(ModelNames names, bool hasSlopes, bool hasComparisons, SourceWriter writer, string? body)
    {
        Method("Averages of the predicted means of the response over the observed rows, of all or by the levels of a factor", "AveragePredictions", names.Averages, "AveragePredictions", Zero, "new(PredictionAverages(randomEffects))");
        if (hasSlopes)
        {
            Method("Average slopes of the mean of the response in numeric columns", "AverageSlope", names.AverageSlopes, "AverageSlopes", Zero, "new(Result, randomEffects)");
        }

        if (hasComparisons)
        {
            Method(
                "How the average of the response changes with a column: each level of a factor against the first, or a number one unit higher",
                "AverageComparison",
                names.Comparisons,
                "AverageComparisons",
                $"{Kind} = {Inference}ComparisonKind.Difference, {Zero}",
                "new(Result, kind, randomEffects)");
        }

        void Method(string summary, string cref, string type, string name, string parameters, string own)
        {
            writer.Gap().Summary($"{summary}: see <see cref=\"global::GlmmDsl.MixedModelFit.{cref}\"/>.");
            if (name == "AverageComparisons")
            {
                writer.Line("/// <param name=\"kind\">How averages are compared.</param>");
            }

            writer.Line("/// <param name=\"randomEffects\">Where the random effects are; integrated out, the averages are those of the population.</param>");
            writer.Line($"public {type} {name}({parameters}) => {body ?? own};");
        }
    }

    private static bool HasComparisons(ModelContext model) => !model.NumericColumns.IsEmpty || model.Factors.Any(f => f.Column.Kind != ColumnKind.Numeric);

    private static void Averages(ModelContext model, SourceWriter writer)
    {
        string type = model.Names.Averages;
        Open(model, writer, type, "AverageView", "Averages over the observed rows", Modeling + "AverageSource source", "source");
        IReadOnlyList<string> properties = ModelNames.Properties(model.Factors.Select(f => f.Column.Name).ToList(), type, "Overall", "By");
        for (int i = 0; i < properties.Count; i++)
        {
            FactorShape factor = model.Factors[i];
            writer.Gap().Summary($"By the levels of <c>{Literals.Xml(factor.Column.Name)}</c>.");
            writer.Line($"public {Modeling}AveragesBy<{factor.KeyType}> {properties[i]} => By<{factor.KeyType}>({Literals.Text(factor.Column.Name)}, {factor.Text});");
        }

        writer.Close();
    }

    private static void Slopes(ModelContext model, SourceWriter writer)
    {
        string type = model.Names.AverageSlopes;
        Open(model, writer, type, "AverageSlopeView", "Average slopes of the mean of the response", $"global::GlmmDsl.MixedModelFit fit, {How}", "fit, randomEffects");
        IReadOnlyList<string> properties = ModelNames.Properties(model.NumericColumns.Select(c => c.Name).ToList(), type, "Of");
        for (int i = 0; i < properties.Count; i++)
        {
            string column = model.NumericColumns[i].Name;
            writer.Gap().Summary($"The slope in <c>{Literals.Xml(column)}</c>, over all rows and by the levels of factors.");
            writer.Line($"public {model.Names.Averages} {properties[i]} => new(Of({Literals.Text(column)}));");
        }

        writer.Close();
    }

    private static void Comparisons(ModelContext model, SourceWriter writer)
    {
        string type = model.Names.Comparisons;
        List<FactorShape> factors = model.Factors.Where(f => f.Column.Kind != ColumnKind.Numeric).ToList();
        Open(model, writer, type, "ComparisonView", "Comparisons averaged over the observed rows", $"global::GlmmDsl.MixedModelFit fit, {Kind}, {How}", "fit, kind, randomEffects");
        IReadOnlyList<string> properties = ModelNames.Properties(factors.Select(f => f.Column.Name).Concat(model.NumericColumns.Select(c => c.Name)).ToList(), type, "Of");
        for (int i = 0; i < properties.Count; i++)
        {
            if (i < factors.Count)
            {
                writer.Gap().Summary($"Each level of <c>{Literals.Xml(factors[i].Column.Name)}</c> against the first.");
                writer.Line($"public {Modeling}AveragesBy<{factors[i].KeyType}> {properties[i]} => Of<{factors[i].KeyType}>({Literals.Text(factors[i].Column.Name)}, {factors[i].Text});");
            }
            else
            {
                string column = model.NumericColumns[i - factors.Count].Name;
                writer.Gap().Summary($"<c>{Literals.Xml(column)}</c> one unit higher, against the rows as they are.");
                writer.Line($"public {Inference}AverageEstimate {properties[i]} => Of({Literals.Text(column)});");
            }
        }

        writer.Close();
    }

    private static void Open(ModelContext model, SourceWriter writer, string type, string ancestor, string what, string parameters, string arguments)
    {
        writer.Gap().Summary($"{what}, of <c>{Literals.Xml(model.Specification.Formula)}</c>.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {type} : {Modeling}{ancestor}");
        writer.Open($"internal {type}({parameters}) : base({arguments})").Close();
    }
}
