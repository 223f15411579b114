namespace GlmmDsl.Generators.Emit;

/// <summary>Writes the methods that predict new rows.</summary>
internal static class PredictionEmitter
{
    private const string Priority = "[global::System.Runtime.CompilerServices.OverloadResolutionPriority(1)]";

    /// <summary>Writes the methods for one row, for a span and for a sequence.</summary>
    /// <param name="model">The model.</param>
    /// <param name="row">The type of a row.</param>
    /// <param name="reader">The generated reader of such rows.</param>
    /// <param name="remark">What is to say of such rows.</param>
    /// <param name="writer">Where to.</param>
    public static void Methods(ModelContext model, string row, string reader, string remark, SourceWriter writer)
    {
        foreach (PredictionShape prediction in PredictionShape.Of(model.Declaration))
        {
            string name = prediction.Method;
            string parameters = string.Concat(prediction.Parameters.Select(p => ", " + p.Declaration));
            string arguments = string.Concat(prediction.Parameters.Select(p => ", " + p.Name));
            Documentation(prediction.OfOne, "row", "The row.");
            writer.Line($"public double {name}({row} row{parameters}) => {name}(new global::System.ReadOnlySpan<{row}>(in row){arguments})[0];");
            Documentation(prediction.OfMany, "rows", "The rows.");
            writer.Line(Priority);
            writer.Line($"public double[] {name}(global::System.ReadOnlySpan<{row}> rows{parameters}) => {name}(new {reader}().Read(rows, default){arguments});");
            Documentation(prediction.OfMany, "rows", "The rows.");
            writer.Line($"public double[] {name}(global::System.Collections.Generic.IEnumerable<{row}> rows{parameters}) => {name}(new {reader}().Read(rows, default){arguments});");

            void Documentation(string summary, string parameter, string meaning)
            {
                writer.Gap().Summary($"{summary}. {remark}.").Line($"/// <param name=\"{parameter}\">{meaning}</param>");
                foreach (PredictionParameter option in prediction.Parameters)
                {
                    writer.Line($"/// <param name=\"{option.Name}\">{option.Meaning}</param>");
                }
            }
        }
    }

    /// <summary>Writes what stands in for them.</summary>
    /// <param name="prediction">Which prediction.</param>
    /// <param name="row">The type of a row.</param>
    /// <param name="body">What a method does.</param>
    /// <param name="writer">Where to.</param>
    public static void StandIns(PredictionShape prediction, string row, string body, SourceWriter writer)
    {
        string parameters = string.Concat(prediction.Parameters.Select(p => ", " + p.Declaration));
        Documentation().Line($"public double {prediction.Method}({row} row{parameters}) => {body};");
        Documentation().Line(Priority).Line($"public double[] {prediction.Method}(global::System.ReadOnlySpan<{row}> rows{parameters}) => {body};");
        Documentation().Line($"public double[] {prediction.Method}(global::System.Collections.Generic.IEnumerable<{row}> rows{parameters}) => {body};");

        SourceWriter Documentation() => writer.Gap().Summary("Stands in for a prediction: the model's formula is wrong.");
    }
}
