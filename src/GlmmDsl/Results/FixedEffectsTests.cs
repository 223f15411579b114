using GlmmDsl.Fits;
using GlmmDsl.Inference.Hypotheses;

namespace GlmmDsl.Inference;

/// <summary>
/// Tests of a fit's fixed effects by one method: coefficients, terms, and any linear combinations. Immutable and safe to use from several threads.
/// </summary>
public sealed partial class FixedEffectsTests
{
    private readonly FittedModel model;
    private readonly FixedEffectsMethod method;
    private readonly FixedTerms fixedTerms;
    private readonly Lazy<CoefficientCovariance> covariance;
    private readonly Lazy<NamedResults<CoefficientTest>> coefficients;
    private readonly Lazy<NamedResults<FTest>>[] terms;

    internal FixedEffectsTests(FixedEffectsMethod method)
    {
        this.method = method;
        model = method.Model;
        fixedTerms = new FixedTerms(model);
        covariance = new(() => new CoefficientCovariance(model, method.Covariance));
        coefficients = new(CoefficientTests);
        terms = [.. Enum.GetValues<TestType>().Select(type => new Lazy<NamedResults<FTest>>(() => TermTests(type)))];
    }

    /// <summary>The method: <c>Kenward-Roger</c>, <c>Satterthwaite</c> or <c>Wald</c>.</summary>
    public string Method => method.Name;

    /// <summary>The tests that each coefficient is zero, by R's names, in the order of the columns; dropped ones are there, without numbers.</summary>
    public NamedResults<CoefficientTest> Coefficients => coefficients.Value;

    /// <summary>The type III tests of the terms; see <see cref="Anova"/>.</summary>
    public NamedResults<FTest> Terms => Anova(TestType.III);

    /// <summary>The covariance matrix of the estimates that the tests use: by Kenward and Roger's method the adjusted one.</summary>
    public CoefficientCovariance Covariance => covariance.Value;

    /// <summary>
    /// The tests of the terms. F tests are those of lmerTest: type III does not depend on the coding of factors. Wald's chi-square tests are those of car: type III is
    /// that of the coding at hand, with a test of the intercept, and means what it seems to only where factors have sum, Helmert or polynomial contrasts.
    /// </summary>
    /// <param name="type">Which hypotheses.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such type.</exception>
    public NamedResults<FTest> Anova(TestType type = TestType.III) => Enum.IsDefined(type)
        ? terms[(int)type - 1].Value
        : throw new ArgumentOutOfRangeException(nameof(type), type, "The types are I, II and III.");

    /// <summary>A linear combination by R's names of coefficients: <c>("Week", 1), ("Week:ArmDrug", -1)</c>.</summary>
    /// <param name="weights">Names and weights; those of one name are added.</param>
    /// <exception cref="KeyNotFoundException">No such coefficient, or one that was dropped; the message gives the nearest name.</exception>
    public LinearCombination Combination(params ReadOnlySpan<(string Coefficient, double Weight)> weights)
    {
        foreach ((string name, _) in weights)
        {
            _ = Covariance.IndexOf(name);
        }

        return LinearCombination.Of(new FitIdentity(model.Solution.Beta), weights.ToArray());
    }

    /// <summary>Tests that a linear combination of coefficients has a value.</summary>
    /// <param name="combination">The combination, <c>c.ArmHigh - c.ArmLow</c> of the fit's coefficients.</param>
    /// <param name="value">Its value under the hypothesis.</param>
    /// <exception cref="ArgumentException">Coefficients of another fit.</exception>
    public LinearTest Test(LinearCombination combination, double value = 0) => new(Text(combination), method, Weights(combination), value);

    /// <summary>Tests that a linear combination, given by R's names of coefficients, is zero: <c>("Week", 1), ("Week:ArmDrug", -1)</c>.</summary>
    /// <param name="weights">Names and weights.</param>
    /// <exception cref="KeyNotFoundException">No such coefficient, or one that was dropped; the message gives the nearest name.</exception>
    public LinearTest Test(params ReadOnlySpan<(string Coefficient, double Weight)> weights) => Test(Combination(weights));

    /// <summary>Tests that several linear combinations are zero at once.</summary>
    /// <param name="first">A combination.</param>
    /// <param name="second">Another.</param>
    /// <param name="more">Further ones.</param>
    /// <exception cref="ArgumentException">Coefficients of another fit.</exception>
    public FTest Test(LinearCombination first, LinearCombination second, params ReadOnlySpan<LinearCombination> more) => Test([first, second, .. more], null);

    /// <summary>Tests that linear combinations have given values, all at once. Combinations that follow from others count once.</summary>
    /// <param name="combinations">The combinations.</param>
    /// <param name="values">A value for each under the hypothesis; zeros where null.</param>
    /// <exception cref="ArgumentException">Coefficients of another fit, or another number of values.</exception>
    public FTest Test(IEnumerable<LinearCombination> combinations, IEnumerable<double>? values)
    {
        ArgumentNullException.ThrowIfNull(combinations);
        LinearCombination[] all = [.. combinations];
        var rows = new double[all.Length, fixedTerms.Count];
        for (int i = 0; i < all.Length; i++)
        {
            double[] weights = Weights(all[i]);
            for (int j = 0; j < weights.Length; j++)
            {
                rows[i, j] = weights[j];
            }
        }

        double[]? targets = values is null ? null : [.. values];
        string name = string.Join(", ", all.Select((c, i) => FormattableString.Invariant($"{c} = {targets?.ElementAtOrDefault(i) ?? 0:G6}")));
        return Joint(name, rows, targets, nameof(values));
    }

    /// <summary>Tests that linear combinations, given as the rows of a matrix, have given values, all at once. Rows that follow from others count once.</summary>
    /// <param name="weights">One row for each combination, one column for each estimated coefficient, in the order of <see cref="CoefficientCovariance.Names"/>.</param>
    /// <param name="values">A value for each row under the hypothesis; zeros where null.</param>
    /// <exception cref="ArgumentException">Another number of columns or of values, or a weight that is not finite.</exception>
    public FTest Test(double[,] weights, IEnumerable<double>? values = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.GetLength(1) != fixedTerms.Count)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"The matrix has {weights.GetLength(1)} columns, and the model has {fixedTerms.Count} estimated coefficients: {string.Join(", ", Covariance.Names)}."), nameof(weights));
        }

        if (weights.Cast<double>().Any(w => !double.IsFinite(w)))
        {
            throw new ArgumentException("All weights must be finite numbers.", nameof(weights));
        }

        return Joint("Linear hypothesis", (double[,])weights.Clone(), values is null ? null : [.. values], nameof(values));
    }

    /// <summary>
    /// Tests the fit against a model with fewer fixed effects: that the coefficients lie in the smaller model, by what the column spaces demand. The random part is that of
    /// the larger fit (KRmodcomp and SATmodcomp of pbkrtest).
    /// </summary>
    /// <param name="smaller">The smaller model, fitted to the same rows in the same order; how it was fitted does not matter.</param>
    /// <exception cref="IncomparableFitsException">Other rows, or fixed effects that are not nested in those of this fit.</exception>
    public FTest Test(MixedModelFit smaller)
    {
        ArgumentNullException.ThrowIfNull(smaller);
        return Joint(smaller.Formula, RestrictionMatrix.Of(model, smaller.Underlying), null, nameof(smaller));
    }

    /// <summary>The table of coefficients, and that of the type III tests of terms.</summary>
    public override string ToString() => Coefficients + (Terms.Count == 0 ? "" : "\n" + Terms);

    /// <summary>The tests as the JSON object of <c>glmm test</c>.</summary>
    public string ToJson() => TestJson.Of(
        method,
        Coefficients.Where(t => Covariance.Names.Contains(t.Name)),
        Enum.GetValues<TestType>().Where(type => method.HasDegreesOfFreedom || type != TestType.I).Select(type => (type, (IEnumerable<FTest>)Anova(type))),
        Covariance.Names);

    private NamedResults<CoefficientTest> CoefficientTests()
    {
        var tests = new List<KeyValuePair<string, CoefficientTest>>();
        foreach ((string name, _, int kept) in model.FixedColumns)
        {
            tests.Add(new(name, kept < 0 ? new CoefficientTest(name, double.NaN, double.NaN, double.NaN) : OfCoefficient(name, kept)));
        }

        string statistic = method.HasDegreesOfFreedom ? "t and p" : "z and p: approximate";
        return new NamedResults<CoefficientTest>(
            "coefficient",
            tests,
            all => TestTables.Coefficients(all, $"Fixed effects ({statistic}{(method.HasDegreesOfFreedom ? ": " : ", ")}{Method}):"),
            absent: name => new CoefficientTest(name, double.NaN, double.NaN, double.NaN));
    }

    private CoefficientTest OfCoefficient(string name, int kept)
    {
        var unit = new double[fixedTerms.Count];
        unit[kept] = 1;
        return new CoefficientTest(name, method.Estimate(unit), method.StandardError(unit), method.DegreesOfFreedom(unit));
    }

    private NamedResults<FTest> TermTests(TestType type)
    {
        IEnumerable<TermHypothesis> hypotheses = TermHypotheses.Of(method, fixedTerms, type);
        string heading = method.HasDegreesOfFreedom
            ? $"Type {type} analysis of variance table with {Method} degrees of freedom:"
            : $"Type {type} Wald chi-square tests:";
        return new NamedResults<FTest>(
            "fixed-effects term", hypotheses.Select(h => KeyValuePair.Create(h.Term, OfTerm(h))), all => TestTables.Terms(all, heading));
    }

    /// <summary>
    /// The type III hypotheses of the terms, which do not depend on the coding of factors, also by Wald's method; each with the denominator degrees of freedom of its test.
    /// </summary>
    internal IEnumerable<(TermHypothesis Hypothesis, double DegreesOfFreedom)> TypeThree() =>
        TermHypotheses.TypeThree(model, fixedTerms).Select(h => (h, method.Joint(h.Combinations).DenominatorDf));

    private FTest OfTerm(TermHypothesis hypothesis) => new(hypothesis.Term, method.Joint(hypothesis.Combinations), ResidualVariance);

    private double ResidualVariance => model.Solution.Dispersion;

    private FTest Joint(string name, double[,] rows, double[]? values, string parameter)
    {
        if (values is not null && values.Length != rows.GetLength(0))
        {
            throw new ArgumentException(FormattableString.Invariant($"There are {rows.GetLength(0)} combinations and {values.Length} values: give one for each."), parameter);
        }

        return new FTest(name, method.Joint(rows, values), ResidualVariance);
    }

    private static string Text(LinearCombination combination)
    {
        ArgumentNullException.ThrowIfNull(combination);
        return combination.ToString();
    }

    private double[] Weights(LinearCombination combination)
    {
        ArgumentNullException.ThrowIfNull(combination);
        if (!combination.Origin.IsSameFit(new FitIdentity(model.Solution.Beta)))
        {
            throw new ArgumentException($"'{combination}' has coefficients of another fit: use those of the fit whose tests these are.", nameof(combination));
        }

        var weights = new double[fixedTerms.Count];
        foreach ((string name, double weight) in combination.Weights)
        {
            if (!double.IsFinite(weight))
            {
                throw new ArgumentException($"The weight of '{name}' is not a finite number.", nameof(combination));
            }

            weights[Covariance.IndexOf(name)] = weight;
        }

        return weights;
    }
}
