namespace GlmmDsl.Gallery.Models;

/// <summary>Four periods of a year.</summary>
internal enum Period
{
    First,
    Second,
    Third,
    Fourth,
}

/// <summary>Cattle of a herd that fell ill with contagious bovine pleuropneumonia in a period (Lesnoff et al. 2004).</summary>
internal sealed record Herd(int Name, Period Period, int Infected, int Size);

/// <summary>Does the risk differ between periods, herd for herd?</summary>
[GeneralizedLinearMixedModel<Herd>("cbind(Infected, Size - Infected) ~ Period + (1 | Name)", Family.Binomial)]
internal sealed partial class Infections;

/// <summary>Or does it not?</summary>
[GeneralizedLinearMixedModel<Herd>("cbind(Infected, Size - Infected) ~ 1 + (1 | Name)", Family.Binomial)]
internal sealed partial class InfectionsAreAlike;

/// <summary>cbpp: 15 herds in four periods, as in lme4's help.</summary>
internal sealed class CbppExhibit() : Exhibit<Herd, Infections.LaplaceFit>(
    "cbpp", f => new(f.Integer("herd"), (Period)(f.Integer("period") - 1), f.Integer("incidence"), f.Integer("size")))
{
    public override string Title => "Infections in herds of cattle: a binomial model by the Laplace approximation";

    public override string Case => "cbpp";

    public override IEnumerable<string> Remarks()
    {
        InfectionsAreAlike.LaplaceFit alike = InfectionsAreAlike.FitLaplace(Rows);
        double typical = Fitted.Predict(Rows[0] with { Name = 0 }, NewLevels.Population, PredictionScale.Link);
        return
        [
            FormattableString.Invariant($"The odds of an infection in the second period are {Math.Exp(Fitted.Coefficients.PeriodSecond.Estimate):F2} of those in the first; AIC falls by {alike.Aic - Fitted.Aic:F1} for the periods."),
            FormattableString.Invariant($"In the first period {1 / (1 + Math.Exp(-typical)):P1} of a typical herd fall ill, and {Fitted.PredictPopulationAverage(Rows[0]):P1} of all herds' cattle."),
        ];
    }

    protected override Infections.LaplaceFit FitRows() => Infections.FitLaplace(Rows);
}
