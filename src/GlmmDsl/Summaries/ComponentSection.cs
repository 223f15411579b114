using System.Globalization;
using System.Text;
using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Summaries;

/// <summary>The parts of a summary for the linear predictors beside the conditional one, and for shapes.</summary>
internal static class ComponentSection
{
    /// <summary>Appends what is known of dispersion, shape and zero inflation.</summary>
    public static void Append(StringBuilder text, FittedModel model)
    {
        int shape = 0;
        foreach (PredictorSolution other in model.Solution.Others)
        {
            if (other.Predictor == Predictor.Shape)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{model.Family.ShapeNameOf(shape)}: {model.Family.ShapeOf(other.Beta[0], shape):G5}\n");
                shape++;
            }
            else if (other is { Predictor: Predictor.Dispersion, IsConstant: true })
            {
                text.Append(CultureInfo.InvariantCulture, $"\nDispersion parameter of the {model.Family.Words} family: {Math.Exp(other.Beta[0]):G5}; sigma: {model.Solution.ReportedSigma:G5}\n");
            }
            else
            {
                text.Append('\n').Append(Of(Component(model, other)));
            }
        }
    }

    /// <summary>The component as the public type.</summary>
    public static FitComponent Component(FittedModel model, PredictorSolution component) =>
        new(component, model.Solution, Of, c => FixedEffectsSection.Table(c, withPValues: true), GroupTable.Of);

    private static string Of(FitComponent component)
    {
        var text = new StringBuilder();
        text.Append(component.IsZeroInflation ? "Zero inflation, logit scale: " : "Dispersion, log scale: ").Append(component.Formula).Append('\n');
        if (!component.VarianceComponents.IsEmpty)
        {
            text.Append("Random effects:\n").Append(RandomEffectsSection.Table([.. component.VarianceComponents], null));
        }

        text.Append(FixedEffectsSection.Table(component.Coefficients, withPValues: true));
        return text.ToString();
    }
}
