using GlmmDsl.Data;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Frame;

/// <summary>Finds and checks a response of successes or of counts.</summary>
/// <param name="plan">The plan.</param>
/// <param name="evaluator">Evaluates on the rows.</param>
/// <param name="table">The rows.</param>
/// <param name="family">The name of the family in a sentence.</param>
internal sealed class DiscreteResponse(DesignPlan plan, ExpressionEvaluator evaluator, Table table, string family)
{
    /// <summary>How far a count may lie from a whole number, relative to itself: what a quotient of two loses when it is written as text and read again.</summary>
    private const double WholeTolerance = 1e-6;

    private readonly ExpressionSyntax expression = plan.Response!.Expression;

    private string Name => plan.Response!.Name;

    private string ExplainsCounts => $"A {family} model explains counts: whole numbers from 0 up.";

    /// <summary>Successes and trials of every row, NaN where missing.</summary>
    /// <param name="trials">The column of trials; null where each row is one trial or the response says how many.</param>
    /// <exception cref="FormulaException">A response of another kind.</exception>
    /// <exception cref="ModelDataException">A value that is not a count, or not a proportion of the trials.</exception>
    public FrameVariable Successes(FrameVariable? trials)
    {
        (double[] successes, double[] sizes) = plan.ResponseKind switch
        {
            ResponseKind.SuccessesAndFailures => Counts(trials),
            ResponseKind.Factor => (Indicators(), Ones(trials)),
            _ => Numbers(trials),
        };
        return new FrameVariable(Name, expression, [successes, sizes]);
    }

    /// <summary>The counts, NaN where missing.</summary>
    /// <exception cref="FormulaException">A response of another kind.</exception>
    /// <exception cref="ModelDataException">A negative number or one that is not whole.</exception>
    public FrameVariable Count()
    {
        if (plan.ResponseKind != ResponseKind.Numeric)
        {
            throw FormulaProblem.At(
                evaluator.Formula, FormulaErrorKind.ColumnType, expression.Span, $"The response '{Name}' is not a number. {ExplainsCounts}");
        }

        double[] counts = evaluator.EvaluateNumbers(expression);
        RequireCounts(counts, Name, ExplainsCounts);
        return new FrameVariable(Name, expression, [counts]);
    }

    /// <summary>Refuses a response that leaves nothing to explain: no success, no failure, or no count above 0.</summary>
    /// <param name="name">The response's name.</param>
    /// <param name="totals">Successes or counts in the rows used.</param>
    /// <param name="trials">Trials; null for counts.</param>
    public static void RefuseConstant(string name, double[] totals, double[]? trials)
    {
        string? what = !totals.AsSpan().ContainsAnyExcept(0.0) ? trials is null ? "it is 0" : "every trial failed"
            : trials is not null && totals.AsSpan().SequenceEqual(trials) ? "every trial succeeded"
            : null;
        if (what is not null)
        {
            throw new ModelDataException($"The response '{name}' is constant: {what} in every row used. A model needs a response that varies.", name);
        }
    }

    /// <summary>cbind(successes, failures).</summary>
    private (double[] Successes, double[] Trials) Counts(FrameVariable? trials)
    {
        if (trials is not null)
        {
            throw new ModelDataException(
                $"The response {Name} says how many trials each row has, and so does the column '{trials.Name}'. Leave the weights out, or give them the kind Frequency if they count identical rows.", trials.Name);
        }

        var call = (CallSyntax)expression;
        ExpressionSyntax[] parts = [.. call.Arguments.Select(a => a.Value)];
        double[] successes = evaluator.EvaluateNumbers(parts[0]);
        double[] failures = evaluator.EvaluateNumbers(parts[1]);
        const string Remedy = "cbind(successes, failures) holds two counts, whole numbers from 0 up.";
        RequireCounts(successes, parts[0].ToString(), Remedy);
        RequireCounts(failures, parts[1].ToString(), Remedy);
        return (successes, [.. successes.Zip(failures, (s, f) => s + f)]);
    }

    /// <summary>A factor: the first level that occurs is failure, the other success.</summary>
    private double[] Indicators()
    {
        FactorColumn factor = evaluator.AsFactor(evaluator.Evaluate(expression), expression);
        int[] occurring = [.. factor.Array.Where(code => code >= 0).Distinct().Order()];
        if (occurring.Length > 2)
        {
            throw new ModelDataException(
                ResponseFaults.LevelsOfBinomial(Name, [.. occurring.Select(code => factor.Levels[code])]) + ".",
                Name);
        }

        int failure = occurring.Length == 0 ? 0 : occurring.Length == 2 || factor.Levels.Length != 2 ? occurring[0] : 0;
        return Array.ConvertAll(factor.Array, code => code < 0 ? double.NaN : code == failure ? 0 : 1);
    }

    /// <summary>0 and 1, or a proportion of the trials.</summary>
    private (double[] Successes, double[] Trials) Numbers(FrameVariable? trials)
    {
        double[] values = evaluator.EvaluateNumbers(expression);
        double[] sizes = Ones(trials);
        var successes = new double[values.Length];
        for (int row = 0; row < values.Length; row++)
        {
            double value = values[row];
            if (value is < 0 or > 1)
            {
                throw Wrong(row, value, $"A {family} response is 0 or 1, a logical, a factor with two levels, cbind(successes, failures), or a proportion with its trials as weights.");
            }

            double product = value * sizes[row];
            successes[row] = Math.Abs(product - Math.Round(product)) <= WholeTolerance * Math.Max(1, sizes[row]) ? Math.Round(product) : product;
            if (!double.IsNaN(product) && successes[row] != Math.Round(successes[row]))
            {
                throw trials is null
                    ? Wrong(row, value, "A proportion needs the number of trials it is of: give their column as weights.")
                    : Wrong(row, value, FormattableString.Invariant($"With '{trials.Name}' = {sizes[row]:R} trials that makes {product:R} successes, which is not a whole number: check both."));
            }
        }

        return (successes, sizes);
    }

    private double[] Ones(FrameVariable? trials)
    {
        if (trials is null)
        {
            var ones = new double[table.RowCount];
            Array.Fill(ones, 1.0);
            return ones;
        }

        RequireCounts(trials.Numbers[0], trials.Name, "Trials are whole numbers.");
        return trials.Numbers[0];
    }

    private void RequireCounts(double[] values, string name, string remedy)
    {
        for (int row = 0; row < values.Length; row++)
        {
            double value = values[row];
            if (value < 0 || Math.Abs(value - Math.Round(value)) > WholeTolerance * Math.Max(1, Math.Abs(value)))
            {
                throw new ModelDataException(
                    FormattableString.Invariant($"{name} is {value:R} in {table.RowLabel(row)}. {remedy}"), name, row + 1);
            }
        }
    }

    private ModelDataException Wrong(int row, double value, string remedy) =>
        new(FormattableString.Invariant($"The response {Name} is {value:R} in {table.RowLabel(row)}. {remedy}"), Name, row + 1);
}
