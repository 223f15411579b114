namespace GlmmDsl.Generators.Emit;

/// <summary>Writes the typed view of the fixed-effects coefficients.</summary>
internal static class CoefficientsEmitter
{
    public static string Emit(ModelContext model) =>
        ModelScope.Write(model.Declaration, Array.Empty<string>(), writer =>
        {
            string type = model.Names.Coefficients;
            writer.Summary($"The fixed-effects coefficients of <c>{Literals.Xml(model.Specification.Formula)}</c>, by name, by R's name and in order.");
            writer.Line(ModelScope.GeneratedCode);
            writer.Open($"public sealed class {type} : global::GlmmDsl.Modeling.CoefficientView");
            writer.Open($"internal {type}(global::GlmmDsl.MixedModelFit result) : base(result)").Close();
            if (model.Declaration.IsGeneralized)
            {
                writer.Gap().Open($"internal {type}(global::GlmmDsl.Inference.PopulationAverageCoefficients coefficients) : base(coefficients)").Close();
            }

            if (!model.Groups.IsEmpty)
            {
                writer.Gap().Open($"internal {type}(global::GlmmDsl.MixedModelFit result, string group, int level) : base(result, group, level)").Close();
            }

            IReadOnlyList<string> properties = ModelNames.Properties(
                model.Fixed.Select(c => c.Name).ToList(), type, "Count", "TryGet", "Find", "GetEnumerator");
            ViewWriter.Properties(writer, model.Fixed, properties, "global::GlmmDsl.Coefficient", "The coefficient of");
            writer.Close();
        });
}
