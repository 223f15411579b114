using GlmmDsl.Inference;

namespace GlmmDsl.TypedModels.Tests;

/// <summary>The children's sex; boys are the reference.</summary>
public enum ChildSex
{
    /// <summary>The reference.</summary>
    Male,

    /// <summary>The other.</summary>
    Female,
}

/// <summary>A distance in a child's mouth at an age.</summary>
public sealed record ToothRow(double Distance, double Age, string Subject, ChildSex Sex);

/// <summary>Growth that differs between the sexes.</summary>
[LinearMixedModel<ToothRow>("Distance ~ Age * Sex + (Age | Subject)")]
public sealed partial class Growth;

/// <summary>Growth that is alike.</summary>
[LinearMixedModel<ToothRow>("Distance ~ Age + Sex + (Age | Subject)")]
public sealed partial class GrowthAlike;

/// <summary>The three machines.</summary>
public enum MachineKind
{
    /// <summary>The reference.</summary>
    A,

    /// <summary>The second.</summary>
    B,

    /// <summary>The third.</summary>
    C,
}

/// <summary>A worker's score on a machine.</summary>
public sealed record WorkRow(string Worker, MachineKind Machine, double Score);

/// <summary>Productivity by machine.</summary>
[LinearMixedModel<WorkRow>("Score ~ Machine + (1 | Worker/Machine)")]
public sealed partial class Productivity;

/// <summary>A child's wheezing in a year.</summary>
public sealed record WheezeRow(int Resp, int Id, double Age, bool Smoke);

/// <summary>Wheezing by age and the mother's smoking.</summary>
[GeneralizedLinearMixedModel<WheezeRow>("Resp ~ Age + Smoke + (1 | Id)", Family.Binomial)]
public sealed partial class Wheezing;

/// <summary>Whole analyses by generated names: what R prints of the same models is beside what they print.</summary>
public sealed class Analyses
{
    private static readonly IReadOnlyList<ToothRow> Teeth = CsvRows.Read(
        "Orthodont", r => new ToothRow(r.Number("distance"), r.Number("age"), r.Text("Subject"), Enum.Parse<ChildSex>(r.Text("Sex"))));

    /// <summary>
    /// <c>g &lt;- lmer(distance ~ age*Sex + (age|Subject), t, control = lmerControl("bobyqa", optCtrl = list(rhoend = 1e-10)))</c>, then
    /// <c>summary(g, ddf = "Kenward-Roger")</c>, <c>contest(g, rbind(c(0,0,1,8), c(0,0,1,14)), ddf = "Kenward-Roger")</c>, <c>REMLcrit(g)</c>, <c>ranova(g)</c>.
    /// </summary>
    [Fact]
    public void Growth_has_the_numbers_of_lmerTest()
    {
        Growth.RemlFit fit = Growth.FitReml(Teeth);
        Growth.Tests tests = fit.KenwardRoger();

        Assert.Equal(432.581661503, -2 * fit.LogLikelihood.Value, 1e-8);
        Agrees(tests.Coefficients.Intercept, 16.340625, 1.0185318787203, 25, 1.13731894496e-14);
        Agrees(tests.Coefficients.Age, .784375, .0859995091018, 25, 1.98624524959e-09);
        Agrees(tests.Coefficients.SexFemale, 1.032102272727, 1.5957327776739, 25, .523663042106);
        Agrees(tests.Coefficients.Age_SexFemale, -.304829545455, .13473533662, 25, .0326138496581);
        FTest sexes = tests.Test(
            fit.Coefficients.SexFemale + (8 * fit.Coefficients.Age_SexFemale), fit.Coefficients.SexFemale + (14 * fit.Coefficients.Age_SexFemale));
        Assert.Equal((6.3080004177, 2.0, 24.0, .00628758672871), (sexes.Statistic, sexes.NumeratorDegreesOfFreedom, sexes.DenominatorDegreesOfFreedom, sexes.PValue), Close);

        DroppedTerm slope = Assert.Single(fit.DropRandomTerms());
#pragma warning disable GLMM404 // ranova gives the plain p value
        Assert.Equal((1.17558769853, 2.0, .555551564258, 0.0), (slope.Statistic, slope.DegreesOfFreedom, slope.PValue, 0.0), Close);
#pragma warning restore GLMM404
    }

    /// <summary><c>emtrends(g, ~ Sex, "age")</c>, <c>emmeans(g, ~ Sex)</c>, <c>pairs(emmeans(g, ~ Sex, at = list(age = 14)))</c>, <c>anova(m1, g)</c>.</summary>
    [Fact]
    public void Growth_prints_the_tables_of_emmeans()
    {
        Growth.Tests tests = Growth.FitReml(Teeth).KenwardRoger();

        Prints(
            tests.Slopes.Age.Sex,
            """
             Sex    Age.trend    SE df lower.CL upper.CL
             Male       0.784 0.086 25    0.607    0.961
             Female     0.480 0.104 25    0.266    0.693

            Degrees-of-freedom method: kenward-roger
            Confidence level used: 0.95
            """);
        Prints(
            tests.Means.Sex,
            """
            NOTE: Results may be misleading due to involvement in interactions
             Sex    emmean    SE df lower.CL upper.CL
             Male     25.0 0.486 25     24.0     26.0
             Female   22.6 0.586 25     21.4     23.9

            Degrees-of-freedom method: kenward-roger
            Confidence level used: 0.95
            """);
        Prints(
            tests.Means.Sex.At(new() { Age = 14 }).Pairs(),
            """
             contrast      estimate    SE df t.ratio p.value
             Male - Female     3.24 0.898 25   3.604  0.0014

            Degrees-of-freedom method: kenward-roger
            """);
        Prints(
            LikelihoodRatio.Test(GrowthAlike.FitMl(Teeth), Growth.FitMl(Teeth)),
            """
            Models:
            m1: Distance ~ Age + Sex + (Age | Subject)
            m2: Distance ~ Age * Sex + (Age | Subject)
               npar    AIC    BIC  logLik deviance  Chisq Df Pr(>Chisq)
            m1    7 446.84 465.61 -216.42   432.84
            m2    8 443.81 465.26 -213.90   427.81 5.0292  1    0.02492
            """);
    }

    /// <summary><c>predict(g, data.frame(age = 15, Subject = "M01", Sex = "Male"))</c>; <c>cooks.distance(influence(g, groups = "Subject")) * 27/23</c>, as lme4 multiplies by (J - p)/J.</summary>
    [Fact]
    public void Growth_predicts_and_finds_the_boy_that_matters()
    {
        Growth.RemlFit fit = Growth.FitReml(Teeth);

        Assert.Equal(30.9034065616, fit.Predict([new ToothRow(0, 15, "M01", ChildSex.Male)])[0], 1e-5);
        LevelInfluence[] boys = [.. fit.Influence().Groups["Subject"].OrderByDescending(l => l.CooksDistance)];
        Assert.Equal(("M13", "F10"), (boys[0].Level, boys[1].Level));
        Assert.Equal(.213302764498, boys[0].CooksDistance, 1e-6);
        Assert.Equal(.125667660185, boys[1].CooksDistance, 1e-6);
    }

    /// <summary><c>em &lt;- emmeans(lmer(score ~ Machine + (1|Worker/Machine), r), ~ Machine)</c>, <c>pairs(em)</c>, <c>contrast(em, "trt.vs.ctrl", adjust = "mvt")</c>, which is Dunnett's.</summary>
    [Fact]
    public void Machines_print_the_tables_of_emmeans()
    {
        Productivity.RemlFit fit = Productivity.FitReml(
            CsvRows.Read("Machines", r => new WorkRow(r.Text("Worker"), Enum.Parse<MachineKind>(r.Text("Machine")), r.Number("score"))));
        Productivity.Tests tests = fit.KenwardRoger();

        Prints(
            tests.Means.Machine,
            """
             Machine emmean   SE   df lower.CL upper.CL
             A         52.4 2.49 8.52     46.7     58.0
             B         60.3 2.49 8.52     54.7     66.0
             C         66.3 2.49 8.52     60.6     71.9

            Degrees-of-freedom method: kenward-roger
            Confidence level used: 0.95
            """);
        Prints(
            tests.Means.Machine.Pairs(),
            """
             contrast estimate   SE df t.ratio p.value
             A - B       -7.97 2.18 10  -3.660  0.0111
             A - C      -13.92 2.18 10  -6.393  0.0002
             B - C       -5.95 2.18 10  -2.733  0.0507

            Degrees-of-freedom method: kenward-roger
            P value adjustment: tukey method for comparing a family of 3 estimates
            """);
        Prints(
            tests.Means.Machine.Against(MachineKind.A),
            """
             contrast estimate   SE df t.ratio p.value
             B - A        7.97 2.18 10   3.660  0.0081
             C - A       13.92 2.18 10   6.393  0.0001

            Degrees-of-freedom method: kenward-roger
            P value adjustment: dunnett method for 2 tests
            """);
    }

    /// <summary>
    /// <c>q &lt;- glmer(resp ~ age + smoke + (1|id), h, binomial, nAGQ = 15)</c>; the average comparison from its model matrix, its standard error by <c>numDeriv::grad</c>.
    /// </summary>
    [Fact]
    public void Wheezing_has_the_numbers_of_glmer()
    {
        Wheezing.QuadratureFit fit = Wheezing.FitQuadrature(
            CsvRows.Read("ohio", r => new WheezeRow(r.Integer("resp"), r.Integer("id"), r.Number("age"), r.Integer("smoke") == 1)), nodes: 15);

        Assert.Equal(1595.335, -2 * fit.LogLikelihood.Value, 2e-3);
        Assert.Equal(.3983836, fit.Coefficients.SmokeTrue.Estimate, 2e-4);
        Assert.Equal(.2728465, fit.Coefficients.SmokeTrue.StandardError, 2e-4);
        AverageEstimate smoke = Assert.Single(fit.AverageComparisons().Smoke);
        Assert.Equal(.02166432, smoke.Estimate, 3e-5);
        Assert.Equal(.01590653, smoke.StandardError, 3e-5);
        Prints(
            fit.Wald().Means.Smoke,
            """
             Smoke emmean    SE  df asymp.LCL asymp.UCL
             FALSE  -3.01 0.213 Inf     -3.43     -2.59
             TRUE   -2.61 0.247 Inf     -3.10     -2.13

            Results are given on the logit (not the response) scale.
            Confidence level used: 0.95
            """);
    }

    private static void Agrees(CoefficientTest test, double estimate, double error, double freedom, double p)
    {
        Assert.Equal(estimate, test.Estimate, 1e-6);
        Assert.Equal(error, test.StandardError, 2e-6);
        Assert.Equal(freedom, test.DegreesOfFreedom, 1e-4);
        Assert.Equal(1, test.PValue / p, 1e-4);
    }

    private static bool Close((double, double, double, double) x, (double, double, double, double) y) =>
        Near(x.Item1, y.Item1) && Near(x.Item2, y.Item2) && Near(x.Item3, y.Item3) && Near(x.Item4, y.Item4);

    private static bool Near(double x, double y) => Math.Abs(x - y) <= 1e-4 * Math.Abs(x);

    private static void Prints(object table, string expected) => Assert.Equal(expected, table.ToString()!.TrimEnd('\n'));
}
