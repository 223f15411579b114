using System.Globalization;
using System.Text;
using GlmmDsl.Data;
using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Printing;

namespace GlmmDsl.Summaries;

/// <summary>The summary of a fit in plain text, laid out as lme4 prints its own. Lines end in a line feed, numbers are culture-invariant.</summary>
internal static class FitSummary
{
    /// <summary>Writes the summary.</summary>
    public static string Of(FittedModel model, CoefficientCollection coefficients, CoefficientCovariance covariance)
    {
        var text = new StringBuilder();
        AppendHeader(text, model);
        AppendCriterion(text, model);
        if (model.Matrices.HasRows && model.Family.HasVariance)
        {
            AppendResiduals(text, model);
        }

        if (model.Matrices.Random.IsEmpty)
        {
            if (model.IsLinear)
            {
                text.Append(CultureInfo.InvariantCulture, $"\nResidual standard deviation: {model.Solution.Sigma:G5}");
            }

            text.Append(CultureInfo.InvariantCulture, $"\nNumber of obs: {model.ObservationCount}\n");
        }
        else
        {
            RandomEffectsSection.Append(text, model);
        }

        FixedEffectsSection.Append(text, coefficients, covariance, withPValues: !model.IsLinear, model.Solution.IsReml);
        ThresholdSection.Append(text, model);
        ComponentSection.Append(text, model);
        AppendVerdict(text, model);
        return VisibleText.OfLines(text.ToString());
    }

    private static void AppendHeader(StringBuilder text, FittedModel model)
    {
        text.Append(model.Solution.Method.Title).Append('\n');
        if (!model.IsLinear)
        {
            text.Append(" Family: ").Append(model.Family.RName).Append(" (").Append(FamilyDefinition.RNameOf(model.Link)).Append(")\n");
        }

        text.Append("Formula: ").Append(VisibleText.Of(model.Matrices.Plan.Terms.Syntax.ToString())).Append('\n');
        if (model.Prior is { } prior)
        {
            text.Append("Penalised: coefficients ~ ").Append(prior).Append('\n');
        }

        if (model.Options.Weights is string weights)
        {
            text.Append("Weights: ").Append(VisibleText.Of(weights)).Append('\n');
        }
    }

    private static void AppendCriterion(StringBuilder text, FittedModel model)
    {
        if (model.Solution.IsReml)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nREML criterion at convergence: {Decimals(model.Solution.Criterion)}\n");
            return;
        }

        text.Append('\n');
        if (model.Prior is not null)
        {
            // No AIC: the likelihood is not at its maximum.
            var penalised = new TextTable([false, false, false], "logLik", "-2*logLik", "df.resid");
            penalised.Add(
                Decimals(model.LogLikelihood), Decimals(model.Solution.Criterion), model.ResidualDegreesOfFreedom.ToString(CultureInfo.InvariantCulture));
            penalised.WriteTo(text, "  ");
            return;
        }

        var table = new TextTable([false, false, false, false, false], "AIC", "BIC", "logLik", "-2*logLik", "df.resid");
        table.Add(
            Decimals(model.Aic),
            Decimals(model.Bic),
            Decimals(model.LogLikelihood),
            Decimals(model.Solution.Criterion),
            model.ResidualDegreesOfFreedom.ToString(CultureInfo.InvariantCulture));
        table.WriteTo(text, "  ");
        if (model.Solution.IsSeparated)
        {
            text.Append("The likelihood has no maximum: these are the limits that it approaches.\n");
        }
    }

    private static void AppendResiduals(StringBuilder text, FittedModel model)
    {
        text.Append("\nScaled residuals:\n");
        double[] five = Quantiles.Five(model.Residuals(ResidualKind.Scaled));
        var table = new TextTable([false, false, false, false, false], "Min", "1Q", "Median", "3Q", "Max");
        table.Add([.. five.Select(q => NumberColumn.Format(q, 4))]);
        table.WriteTo(text, "");
    }

    private static void AppendVerdict(StringBuilder text, FittedModel model)
    {
        string outcome = model.Solution.Verdict switch
        {
            Verdict.Converged => "Converged",
            Verdict.Singular => "Converged to a singular fit",
            _ => "NOT CONVERGED",
        };
        string unit = model.Solution.Evaluations == 1 ? "evaluation" : "evaluations";
        text.Append(CultureInfo.InvariantCulture, $"\n{outcome} ({model.Solution.Evaluations} {unit}).\n");
        foreach (Notice notice in model.Notices)
        {
            text.Append(notice.Code).Append(": ").Append(VisibleText.Of(notice.Text)).Append('\n');
        }
    }

    /// <summary>One decimal, as lme4 prints criteria; more where the number is small.</summary>
    private static string Decimals(double value) => NumberColumn.Format(value, Math.Abs(value) < 100 ? 3 : 1);
}
