namespace GlmmDsl.Generators.Emit;

/// <summary>Writes the methods that predict new rows.</summary>
internal static class PredictionEmitter
{
    private const string Priority = "[global::System.Runtime.CompilerServices.OverloadResolutionPriority(1)]";
    private const string NewLevels = "global::GlmmDsl.NewLevels newLevels = global::GlmmDsl.NewLevels.Throw";
    private const string Scale = "global::GlmmDsl.PredictionScale scale = global::GlmmDsl.PredictionScale.Response";

    /// <summary>The parameters behind the rows. A linear model has one scale.</summary>
    public static string Options(bool isGeneralized) => isGeneralized ? NewLevels + ", " + Scale : NewLevels;

    /// <summary>Writes the methods for one row, for a span and for a sequence.</summary>
    /// <param name="model">The model.</param>
    /// <param name="row">The type of a row.</param>
    /// <param name="reader">The generated reader of such rows.</param>
    /// <param name="remark">What is to say of such rows.</param>
    /// <param name="writer">Where to.</param>
    public static void Methods(ModelContext model, string row, string reader, string remark, SourceWriter writer)
    {
        bool isGeneralized = model.Declaration.IsGeneralized;
        string options = Options(isGeneralized);
        string arguments = isGeneralized ? "newLevels, scale" : "newLevels";
        Documentation("The prediction for one row.", "row", "The row.");
        writer.Line($"public double Predict({row} row, {options}) => Predict(new global::System.ReadOnlySpan<{row}>(in row), {arguments})[0];");
        Documentation("The predictions for rows, in their order.", "rows", "The rows.");
        writer.Line(Priority);
        writer.Line($"public double[] Predict(global::System.ReadOnlySpan<{row}> rows, {options}) => Predict(new {reader}().Read(rows, default), {arguments});");
        Documentation("The predictions for rows, in their order.", "rows", "The rows.");
        writer.Line($"public double[] Predict(global::System.Collections.Generic.IEnumerable<{row}> rows, {options}) => Predict(new {reader}().Read(rows, default), {arguments});");

        void Documentation(string summary, string parameter, string meaning)
        {
            writer.Gap().Summary($"{summary} {remark}.")
                .Line($"/// <param name=\"{parameter}\">{meaning}</param>")
                .Line("/// <param name=\"newLevels\">What becomes of a level that was not in the data: an error, or the population's mean.</param>");
            if (isGeneralized)
            {
                writer.Line($"/// <param name=\"scale\">{(model.Declaration.Family == "Binomial" ? "The probability of success" : "The mean count")}, by default, or the linear predictor.</param>");
            }
        }
    }
}
