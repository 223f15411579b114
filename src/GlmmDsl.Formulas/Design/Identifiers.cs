using System.Globalization;
using System.Text;

namespace GlmmDsl.Formulas;

/// <summary>Makes C# identifiers of R's names, by one rule for coefficients, groups, levels and terms.</summary>
public static class Identifiers
{
    /// <summary>The compiler allows 511 characters; room is left for the numbers of equal identifiers and for what is added to a group's name.</summary>
    private const int Longest = 400;

    private const string Intercept = "Intercept";

    /// <summary>
    /// The identifier of one name: <c>(Intercept)</c> is <c>Intercept</c>; <c>:</c> becomes <c>_</c>; operators become words; a keyword gets
    /// <c>@</c>; a leading digit gets <c>_</c>. Does not look at other names.
    /// </summary>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public static string Of(string name) => Escape(OfUnescaped(Guard.NotNull(name, nameof(name))));

    /// <summary>The identifiers of several names: equal ones get <c>_2</c>, <c>_3</c> in order; those that would hide a reserved member, or the accessor <c>get_x</c> of an <c>x</c> among them, get a trailing <c>_</c>.</summary>
    /// <param name="names">R's names in column order.</param>
    /// <param name="reserved">Members that must not be hidden.</param>
    public static IReadOnlyList<string> OfAll(IReadOnlyList<string> names, ISet<string> reserved)
    {
        string[] identifiers = names.Select(OfUnescaped).ToArray();
        var plain = new HashSet<string>(identifiers, StringComparer.Ordinal);
        for (int i = 0; i < identifiers.Length; i++)
        {
            if (reserved.Contains(identifiers[i]) || IsAccessor(identifiers[i], plain))
            {
                identifiers[i] += "_";
            }
        }

        // A name that yields an identifier by itself keeps it; numbers already taken this way are skipped.
        var taken = new HashSet<string>(identifiers, StringComparer.Ordinal);
        var met = new HashSet<string>(StringComparer.Ordinal);
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < identifiers.Length; i++)
        {
            string identifier = identifiers[i];
            if (!met.Add(identifier))
            {
                int number = last.TryGetValue(identifier, out int before) ? before : 1;
                do
                {
                    number++;
                    identifiers[i] = identifier + "_" + number.ToString(CultureInfo.InvariantCulture);
                }
                while (reserved.Contains(identifiers[i]) || !taken.Add(identifiers[i]));
                last[identifier] = number;
            }

            identifiers[i] = Escape(identifiers[i]);
        }

        return identifiers;
    }

    /// <summary>Whether it is what the compiler calls the accessor of a property among these.</summary>
    private static bool IsAccessor(string identifier, HashSet<string> properties) =>
        (identifier.StartsWith("get_", StringComparison.Ordinal) || identifier.StartsWith("set_", StringComparison.Ordinal)) && properties.Contains(identifier.Substring(4));

    private static string OfUnescaped(string name)
    {
        if (name == PlanTerm.InterceptName)
        {
            return Intercept;
        }

        string identifier = string.Join("_", Words(name));
        if (identifier.Length == 0 || !IsStart(identifier[0]))
        {
            identifier = "_" + identifier;
        }

        if (identifier.Length > Longest)
        {
            identifier = identifier.Substring(0, Longest);
        }

        // The plain name is reserved for the intercept, even where there is none.
        return identifier == Intercept ? Intercept + "_" : identifier;
    }

    /// <summary>The runs of a name that an identifier can hold, and the words of its operators.</summary>
    private static IEnumerable<string> Words(string name)
    {
        var run = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            if (IsPart(name[i]))
            {
                run.Append(name[i]);
                continue;
            }

            // I(..) only says that its content is arithmetic: its name is dropped with its parentheses.
            bool isArithmeticCall = name[i] == '(' && run.Length == 1 && run[0] == 'I';
            if (run.Length > 0 && !isArithmeticCall)
            {
                yield return Logical(run.ToString());
            }

            run.Clear();
            string? word = OperatorWord(name, i, out int length);
            if (word is not null)
            {
                yield return word;
            }

            i += length - 1;
        }

        if (run.Length > 0)
        {
            yield return Logical(run.ToString());
        }
    }

    private static string Logical(string run) =>
        run.EndsWith("TRUE", StringComparison.Ordinal) ? run.Substring(0, run.Length - 4) + "True" :
        run.EndsWith("FALSE", StringComparison.Ordinal) ? run.Substring(0, run.Length - 5) + "False" :
        run;

    private static string? OperatorWord(string name, int at, out int length)
    {
        bool isBeforeEqual = at + 1 < name.Length && name[at + 1] == '=';
        length = isBeforeEqual && (name[at] is '>' or '<' or '=' or '!') ? 2 : 1;
        return (name[at], length) switch
        {
            ('^', _) => "pow",
            ('*', _) => "times",
            ('/', _) => "over",
            ('+', _) => "plus",
            ('-', _) => "minus",
            ('>', 1) => "gt",
            ('>', _) => "ge",
            ('<', 1) => "lt",
            ('<', _) => "le",
            ('=', 2) => "eq",
            ('!', 2) => "ne",
            _ => null,
        };
    }

    private static string Escape(string identifier) => CSharpKeywords.Contains(identifier) ? "@" + identifier : identifier;

    private static bool IsStart(char letter) => letter == '_' || CharUnicodeInfo.GetUnicodeCategory(letter) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber;

    private static bool IsPart(char letter) => IsStart(letter) || CharUnicodeInfo.GetUnicodeCategory(letter) is
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or
        UnicodeCategory.ConnectorPunctuation;
}
