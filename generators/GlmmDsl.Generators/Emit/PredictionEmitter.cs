namespace GlmmDsl.Generators.Emit;

/// <summary>Writes the methods that predict new rows.</summary>
internal static class PredictionEmitter
{
    private const string Token = ", global::System.Threading.CancellationToken cancellationToken = default";

    /// <summary>Writes the methods for one row, for a span and for a sequence.</summary>
    /// <param name="model">The model.</param>
    /// <param name="predictions">The predictions.</param>
    /// <param name="row">The type of a row.</param>
    /// <param name="reader">The generated reader of such rows.</param>
    /// <param name="remark">A remark about such rows.</param>
    /// <param name="writer">The writer to write to.</param>
    public static void Methods(ModelContext model, IEnumerable<PredictionShape> predictions, string row, string reader, string remark, SourceWriter writer)
    {
        foreach (PredictionShape prediction in predictions)
        {
            string name = prediction.Method;
            string parameters = string.Concat(prediction.Parameters.Select(p => ", " + p.Declaration));
            string arguments = string.Concat(prediction.Parameters.Select(p => $", {p.Name}: {p.Name}"));
            Documentation(prediction.OfOne, "row", "The row.");
            writer.Line($"public {prediction.One} {name}({row} row{parameters}) => {name}(new global::System.ReadOnlySpan<{row}>(new {row}[] {{ row }}){arguments})[0];");
            foreach (RowOverload rows in RowOverloads.Of(row, model.Declaration.HasOverloadPriority))
            {
                Documentation(prediction.OfMany, "rows", "The rows.");
                writer.Line("/// <param name=\"cancellationToken\">Ends the work early.</param>");
                if (rows.Attribute.Length > 0)
                {
                    writer.Line(rows.Attribute);
                }

                writer.Line($"public {prediction.Many} {name}({rows.Type} rows{parameters}{Token}) => {name}(new {reader}().Read({rows.Rows}, cancellationToken){arguments}, cancellationToken: cancellationToken);");
            }

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

    /// <summary>Writes the stand-ins of these methods.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="row">The type of a row.</param>
    /// <param name="hasPriority">Whether the language version knows priorities of overloads.</param>
    /// <param name="body">The body of a method.</param>
    /// <param name="writer">The writer to write to.</param>
    public static void StandIns(PredictionShape prediction, string row, bool hasPriority, string body, SourceWriter writer)
    {
        string parameters = string.Concat(prediction.Parameters.Select(p => ", " + p.Declaration));
        Documentation().Line($"public {prediction.One} {prediction.Method}({row} row{parameters}) => {body};");
        foreach (RowOverload rows in RowOverloads.Of(row, hasPriority))
        {
            Documentation();
            if (rows.Attribute.Length > 0)
            {
                writer.Line(rows.Attribute);
            }

            writer.Line($"public {prediction.Many} {prediction.Method}({rows.Type} rows{parameters}{Token}) => {body};");
        }

        SourceWriter Documentation() => writer.Gap().Summary("Stands in for a prediction: the model's formula is wrong.");
    }
}
