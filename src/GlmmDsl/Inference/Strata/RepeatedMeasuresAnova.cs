using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Inference.Hypotheses;
using GlmmDsl.Inference.Strata;

namespace GlmmDsl.Inference;

/// <summary>
/// A univariate repeated-measures analysis of variance: the F test of each term in its error stratum, with type III sums of squares where groups of subjects
/// differ in size, and corrections for lack of sphericity, as car and afex give them. Immutable.
/// </summary>
public sealed class RepeatedMeasuresAnova
{
    private readonly RepeatedDesign design;
    private readonly ErrorStratum[] strata;

    internal RepeatedMeasuresAnova(RepeatedDesign design)
        : this(design, [])
    {
    }

    private RepeatedMeasuresAnova(RepeatedDesign design, ImmutableArray<string> observed)
    {
        this.design = design;
        ObservedFactors = observed;
        strata = [.. Subsets(design.Within).Select(within => new ErrorStratum(design, within))];
        double allErrors = strata.Sum(s => s.ErrorSumOfSquares);
        ImmutableArray<Term> order = design.Formula.Terms.Fixed;
        bool IsObserved(Term? term) => term is not null && term.Variables.Any(v => observed.Contains(v.Label));
        (ErrorStratum Stratum, Term? Term, int Df, double SumOfSquares)[] partial = [.. strata.SelectMany(s => s.Partial().Select(t => (s, t.Term, t.DegreesOfFreedom, t.SumOfSquares)))];
        double measured = partial.Where(t => IsObserved(t.Term)).Sum(t => t.SumOfSquares);
        (int Place, RepeatedMeasuresTest Test)[] tests =
        [
            .. partial.Select(t => (t.Term is null ? -1 : order.IndexOf(t.Term), Test(t.Stratum, t.Term, t.Df, t.SumOfSquares, allErrors + measured - (IsObserved(t.Term) ? t.SumOfSquares : 0)))),
        ];
        Tests = new NamedResults<RepeatedMeasuresTest>("term", tests.OrderBy(t => t.Place).Select(t => KeyValuePair.Create(t.Test.Name, t.Test)), t => RepeatedMeasuresText.Univariate(t));
        Strata = [.. strata.Select(Table)];
    }

    /// <summary>The formula.</summary>
    public string Formula => design.Formula.Terms.Syntax.ToString();

    /// <summary>The number of subjects.</summary>
    public int SubjectCount => design.Subjects.Length;

    /// <summary>Whether subjects had several rows in a cell, whose means were analysed.</summary>
    public bool IsAveraged => design.IsAveraged;

    /// <summary>The factors whose levels were observed and not assigned, such as sex; see <see cref="Observed"/>.</summary>
    public ImmutableArray<string> ObservedFactors { get; }

    /// <summary>The tests of the terms in the formula's order, the grand mean, <c>(Intercept)</c>, first.</summary>
    public NamedResults<RepeatedMeasuresTest> Tests { get; }

    /// <summary>The error strata as <c>summary(aov(..))</c> shows them, with sequential sums of squares, and their variance components.</summary>
    public ImmutableArray<StratumTable> Strata { get; }

    /// <summary>
    /// The same analysis with some factors as observed ones, as afex's argument <c>observed</c> takes them. It changes generalised η² alone: the sums of squares of terms with such a factor are part of
    /// what varies between people, and count in the denominators of all terms (Olejnik and Algina 2003).
    /// </summary>
    /// <param name="factors">The factors as the formula writes them.</param>
    /// <exception cref="ArgumentException">There is no such factor.</exception>
    public RepeatedMeasuresAnova Observed(params ReadOnlySpan<string> factors)
    {
        var observed = ImmutableArray.CreateBuilder<string>();
        foreach (string factor in factors)
        {
            RepeatedFactor[] all = [.. design.Between, .. design.Within];
            observed.Add((all.FirstOrDefault(f => f.Name == factor || f.Variable.Name == factor)
                ?? throw new ArgumentException($"There is no factor '{factor}' in the analysis; there is {string.Join(", ", all.Select(f => f.Name))}.", nameof(factors))).Name);
        }

        return new RepeatedMeasuresAnova(design, observed.ToImmutable());
    }

    /// <summary>Compares the levels of a factor within subjects in pairs.</summary>
    /// <param name="factor">The factor as the formula writes it.</param>
    /// <param name="pooled">Whether the variance is the mean square of the factor's stratum; else each pair has its own, as in paired t tests, which do not need sphericity.</param>
    /// <exception cref="ArgumentException">There is no such factor within subjects.</exception>
    public ImmutableArray<PairwiseDifference> Pairs(string factor, bool pooled = false)
    {
        RepeatedFactor found = design.Within.FirstOrDefault(w => w.Name == factor || w.Variable.Name == factor)
            ?? throw new ArgumentException($"There is no factor '{factor}' within subjects; there is {string.Join(", ", design.Within.Select(w => w.Name))}.", nameof(factor));
        return PairwiseDifferences.Of(design, found, pooled ? strata.Single(s => s.Within.Count == 1 && s.Within[0] == found) : null);
    }

    /// <summary>The strata as <c>summary(aov(..))</c>, then the tests and corrections as car prints them.</summary>
    public override string ToString() => RepeatedMeasuresText.Of(this);

    /// <summary>The analysis as the command line's JSON object.</summary>
    public string ToJson() => RepeatedMeasuresJson.Of(this);

    private static IEnumerable<RepeatedFactor[]> Subsets(RepeatedFactor[] factors) =>
        Enumerable.Range(0, 1 << factors.Length).Select(bits => factors.Where((_, i) => (bits >> i & 1) == 1).ToArray()).OrderBy(s => s.Length);

    private RepeatedMeasuresTest Test(ErrorStratum stratum, Term? term, int df, double sumOfSquares, double others)
    {
        var test = new RepeatedMeasuresTest(term?.Name ?? PlanTerm.InterceptName, sumOfSquares, df, stratum.ErrorSumOfSquares, stratum.DenominatorDegreesOfFreedom, others);
        return test with { Sphericity = SphericityTest.Of(stratum, design.CellCount, test) };
    }

    private StratumTable Table(ErrorStratum stratum)
    {
        int denominator = stratum.DenominatorDegreesOfFreedom;
        IEnumerable<StratumLine> lines = stratum.Sequential().Where(t => t.Term is not null).Select(t =>
        {
            double f = t.SumOfSquares / t.DegreesOfFreedom / stratum.ErrorMeanSquare;
            return new StratumLine(t.Term!.Name, t.DegreesOfFreedom, t.SumOfSquares, f, TailProbability.OfF(f, t.DegreesOfFreedom, denominator));
        });
        return new StratumTable(stratum.Name, [.. lines, new StratumLine("Residuals", denominator, stratum.ErrorSumOfSquares, double.NaN, double.NaN)], VarianceComponent(stratum));
    }

    /// <summary>Σ(−1)^|w'∖w| MS(w') over the strata w' that hold the factors w, over the number of rows that one effect of the stratum enters.</summary>
    private double VarianceComponent(ErrorStratum stratum)
    {
        double sum = strata.Where(s => stratum.Within.All(s.Within.Contains)).Sum(s => ((s.Within.Count - stratum.Within.Count) % 2 == 0 ? 1 : -1) * s.ErrorMeanSquare);
        int rows = design.Replicates * design.CellCount / stratum.Within.Aggregate(1, (product, f) => product * f.Levels.Length);
        return stratum.Within.Count == design.Within.Length ? stratum.ErrorMeanSquare / design.Replicates : sum / rows;
    }
}
