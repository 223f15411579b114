using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Expressions;

/// <summary>
/// Evaluates expressions of a formula for all rows of a table at once. Data-dependent functions take their moments over the rows where
/// their argument is present, before any row is left out, as R does; for new rows they use the training basis.
/// </summary>
internal sealed class ExpressionEvaluator(
    Table table,
    string formula,
    BasisRecorder basis,
    ImmutableDictionary<(string Name, int Arity), Func<double[], double>> functions,
    CancellationToken cancellationToken)
{
    private readonly EvaluatedColumns columns = new(table);

    /// <summary>The table's columns as they were read.</summary>
    public EvaluatedColumns Columns => columns;

    /// <summary>The formula's text, for errors.</summary>
    public string Formula => formula;

    /// <summary>Evaluates an expression.</summary>
    /// <exception cref="FormulaException">A function or operator that its operands have no meaning for.</exception>
    /// <exception cref="ModelDataException">A column whose values cannot be read, or an infinite number in one.</exception>
    public ExpressionValue Evaluate(ExpressionSyntax expression)
    {
        // Binary operators associate to the left: a sum of thousands of terms must not need a stack as deep.
        var spine = new Stack<BinarySyntax>();
        while (expression is BinarySyntax binary)
        {
            spine.Push(binary);
            expression = binary.Left;
        }

        ExpressionValue value = EvaluateOperand(expression);
        while (spine.TryPop(out BinarySyntax? binary))
        {
            cancellationToken.ThrowIfCancellationRequested();
            value = Binary(binary, value, Evaluate(binary.Right));
        }

        return value;
    }

    /// <summary>Evaluates an expression to one number per row; a logical counts as 0 or 1.</summary>
    public double[] EvaluateNumbers(ExpressionSyntax expression) => ForEveryRow(Numbers(Evaluate(expression), expression).Values);

    /// <summary>One number for all rows, written out for each.</summary>
    public double[] ForEveryRow(double[] values)
    {
        if (values.Length == table.RowCount)
        {
            return values;
        }

        var repeated = new double[table.RowCount];
        Array.Fill(repeated, values[0]);
        return repeated;
    }

    /// <summary>A value as numbers.</summary>
    public NumberValue Numbers(ExpressionValue value, ExpressionSyntax at) => value switch
    {
        NumberValue numbers => numbers,
        FactorValue { Factor.IsLogical: true } factor => new NumberValue(Codes(factor.Factor), IsLogical: true),
        MatrixValue { Columns.Length: 1 } matrix => new NumberValue(matrix.Columns[0]),
        MatrixValue => throw Problem(at, $"'{at}' has several columns and cannot be used in a calculation; make it a separate term."),
        FactorValue => throw Problem(at, $"'{at}' is a factor, and numbers are needed here; as.numeric(..) gives its level codes 1, 2, ..."),
        _ => throw Problem(at, $"'{at}' is a text, and numbers are needed here; a text can only be compared with a factor."),
    };

    private ExpressionValue EvaluateOperand(ExpressionSyntax expression) => expression switch
    {
        NumberSyntax number => new NumberValue([number.Value]),
        StringSyntax text => new TextValue(text.Value),
        NameSyntax name => Name(name),
        ParenthesizedSyntax parenthesized => Evaluate(parenthesized.Inner),
        UnarySyntax unary => Unary(unary),
        CallSyntax call => Call(call),
        _ => throw Problem(expression, "An expression is missing here."),
    };

    private ExpressionValue Name(NameSyntax name)
    {
        if (columns.Find(name.Name) is ExpressionValue column)
        {
            return column;
        }

        return name.Name switch
        {
            "pi" => new NumberValue([Math.PI]),
            "TRUE" => new NumberValue([1], IsLogical: true),
            "FALSE" => new NumberValue([0], IsLogical: true),
            _ => throw FormulaProblem.At(formula, FormulaErrorKind.UnknownColumn, name.Span, $"There is no column '{name.Name}'."),
        };
    }

    private NumberValue Unary(UnarySyntax unary)
    {
        double[] operand = Numbers(Evaluate(unary.Operand), unary.Operand).Values;
        (Func<double, double> function, bool isLogical) = ElementwiseOperators.Of(unary.Operator);
        return new NumberValue(Map(operand, function), isLogical);
    }

    private NumberValue Binary(BinarySyntax binary, ExpressionValue left, ExpressionValue right)
    {
        if (FactorComparison.TryCompare(binary, left, right, this, basis) is NumberValue compared)
        {
            return compared;
        }

        NumberValue a = Numbers(left, binary.Left);
        NumberValue b = Numbers(right, binary.Right);
        (Func<double, double, double> function, bool isLogical) = ElementwiseOperators.Find(binary.Operator)
            ?? throw Problem(binary, "This operator joins terms; it has no meaning inside a function.");
        var values = new double[CommonCount(a, b)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = function(a[i], b[i]);
        }

        return new NumberValue(values, isLogical);
    }

    private ExpressionValue Call(CallSyntax call)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string name = call.Function.Name;
        if (ElementwiseFunctions.Find(name) is Func<double, double> function && call.Arguments.Length == 1)
        {
            return new NumberValue(Map(NumbersOf(call, 0), function));
        }

        return name switch
        {
            "I" => Evaluate(call.Arguments[0].Value),
            "log" when call.Arguments.Length == 2 => LogarithmToBase(call),
            "factor" or "as.factor" => new FactorValue(FactorOf(call)),
            "as.numeric" => AsNumeric(call),
            "mean" or "sd" or "min" or "max" or "center" or "scale" => DataDependentFunctions.Of(call, NumbersOf(call, 0), basis),
            "poly" => PolynomialColumns.Of(call, this, basis),
            _ => UserFunction(call),
        };
    }

    /// <summary>The arguments of a call of the language's functions, in the order of the parameters.</summary>
    public static ImmutableArray<ExpressionSyntax> ArgumentsOf(CallSyntax call) =>
        [.. FunctionCatalog.Find(call.Function.Name)!.Bind(call).OfType<ExpressionSyntax>()];

    // A value for all rows combines with any number of rows, even none.
    private static int CommonCount(params ReadOnlySpan<NumberValue> values)
    {
        foreach (NumberValue value in values)
        {
            if (value.Values.Length != 1)
            {
                return value.Values.Length;
            }
        }

        return 1;
    }

    private double[] NumbersOf(CallSyntax call, int argument) =>
        Numbers(Evaluate(call.Arguments[argument].Value), call.Arguments[argument].Value).Values;

    private NumberValue LogarithmToBase(CallSyntax call)
    {
        ImmutableArray<ExpressionSyntax> arguments = ArgumentsOf(call);
        NumberValue x = Numbers(Evaluate(arguments[0]), arguments[0]);
        NumberValue bases = Numbers(Evaluate(arguments[1]), arguments[1]);
        var values = new double[CommonCount(x, bases)];
        for (int i = 0; i < values.Length; i++)
        {
            // As in R: the usual bases have separate logarithm functions, which are exact at their powers.
            values[i] = bases[i] == 2 ? Math.Log2(x[i]) : bases[i] == 10 ? Math.Log10(x[i]) : Math.Log(x[i]) / Math.Log(bases[i]);
        }

        return new NumberValue(values);
    }

    private FactorColumn FactorOf(CallSyntax call)
    {
        ExpressionSyntax argument = call.Arguments[0].Value;

        // A column goes straight to its factor: long whole numbers never pass through double.
        FactorColumn factor = argument is NameSyntax name && columns.FindFactor(name.Name) is FactorColumn column
            ? column
            : AsFactor(Evaluate(argument), argument);
        return new FactorColumn(call.ToString(), factor.Levels, factor.Array, factor.IsOrdered, factor.Coding);
    }

    /// <summary>A value as a factor: numbers become levels in order of value, logicals FALSE and TRUE.</summary>
    public FactorColumn AsFactor(ExpressionValue value, ExpressionSyntax at) => value switch
    {
        FactorValue factor => factor.Factor,
        NumberValue { IsLogical: true } logical => LogicalFactor(at.ToString(), ForEveryRow(logical.Values)),
        _ => new NumericColumn(at.ToString(), ForEveryRow(Numbers(value, at).Values)).AsFactor(table.RowLabel),
    };

    private NumberValue AsNumeric(CallSyntax call)
    {
        ExpressionSyntax argument = call.Arguments[0].Value;
        if (Evaluate(argument) is not FactorValue { Factor.IsLogical: false } value)
        {
            return new NumberValue(NumbersOf(call, 0));
        }

        FactorColumn factor = value.Factor;
        ImmutableArray<string> levels = basis.LevelsOf(argument.ToString(), () => factor.Levels);
        int[] indexOfLevel = LevelMap.Of(factor.Levels, levels);
        var codes = new double[factor.Count];
        for (int row = 0; row < codes.Length; row++)
        {
            int code = factor.Array[row];
            codes[row] = code < 0 ? double.NaN : indexOfLevel[code] + 1;
            if (codes[row] == 0)
            {
                throw NewLevel.Error(factor.Name, factor.Levels[code], table.RowLabel(row), row);
            }
        }

        return new NumberValue(codes);
    }

    private NumberValue UserFunction(CallSyntax call)
    {
        if (!functions.TryGetValue((call.Function.Name, call.Arguments.Length), out Func<double[], double>? function))
        {
            throw Problem(call, $"There is no function '{call.Function.Name}' of {call.Arguments.Length} numbers.");
        }

        NumberValue[] arguments = [.. Enumerable.Range(0, call.Arguments.Length).Select(i => new NumberValue(NumbersOf(call, i)))];
        var buffer = new double[arguments.Length];
        var values = new double[CommonCount(arguments)];
        for (int row = 0; row < values.Length; row++)
        {
            bool isPresent = true;
            for (int i = 0; i < buffer.Length; i++)
            {
                buffer[i] = arguments[i][row];
                isPresent &= !double.IsNaN(buffer[i]);
            }

            // A user's function need not know what a missing value is.
            values[row] = isPresent ? function(buffer) : double.NaN;
        }

        return new NumberValue(values);
    }

    /// <summary>An error of the formula at an expression.</summary>
    public FormulaException Problem(ExpressionSyntax at, string message) =>
        FormulaProblem.At(formula, FormulaErrorKind.Function, at.Span, message);

    private static FactorColumn LogicalFactor(string name, double[] values)
    {
        int[] codes = Array.ConvertAll(values, v => double.IsNaN(v) ? -1 : v == 0 ? 0 : 1);
        return new FactorColumn(name, ["FALSE", "TRUE"], codes, isLogical: true);
    }

    private static double[] Codes(FactorColumn logical)
    {
        // A logical's levels may have been cut to the ones declared; the label, not the code, says which is true.
        double[] numberOfLevel = [.. logical.Levels.Select(level => level == "TRUE" ? 1.0 : 0.0)];
        return Array.ConvertAll(logical.Array, code => code < 0 ? double.NaN : numberOfLevel[code]);
    }

    private static double[] Map(double[] values, Func<double, double> function)
    {
        var result = new double[values.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = function(values[i]);
        }

        return result;
    }
}
