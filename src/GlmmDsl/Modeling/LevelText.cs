using System.ComponentModel;
using System.Globalization;
using System.Numerics;
using GlmmDsl.Data;

namespace GlmmDsl.Modeling;

/// <summary>The text of a level in names, summaries and JSON: culture-invariant, and the same for equal values.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LevelText
{
    /// <summary>The text itself.</summary>
    public static string Of(string value) => value;

    /// <summary>The character as a text.</summary>
    public static string Of(char value) => value.ToString();

    /// <summary>R's <c>FALSE</c> and <c>TRUE</c>.</summary>
    public static string Of(bool value) => value ? "TRUE" : "FALSE";

    /// <summary>Thirty-two digits with hyphens.</summary>
    public static string Of(Guid value) => value.ToString("D");

    /// <summary>As R writes a number, with 15 significant digits at most.</summary>
    public static string Of(double value) => NumberLabel.Of(value);

    /// <summary>As R would write the number given by the float's shortest digits.</summary>
    public static string Of(float value) =>
        NumberLabel.Of(double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>As R would write the number given by the half's shortest digits.</summary>
    public static string Of(Half value) =>
        NumberLabel.Of(double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>Plain digits without trailing zeros: 0.10 and 0.1 are one value.</summary>
    public static string Of(decimal value) => value.ToString("0.#############################", CultureInfo.InvariantCulture);

    /// <summary>Year, month and day: <c>2024-05-31</c>.</summary>
    public static string Of(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Date and time, with fractions of seconds only if there are any.</summary>
    public static string Of(DateTime value) => value.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    /// <summary>Date and time in UTC: equal instants have the same text, whatever their offsets.</summary>
    public static string Of(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Days, hours, minutes, seconds: <c>1.02:03:04</c>.</summary>
    public static string Of(TimeSpan value) => value.ToString("c", CultureInfo.InvariantCulture);

    /// <summary>Hours, minutes, seconds: <c>02:03:04</c>.</summary>
    public static string Of(TimeOnly value) => value.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    /// <summary>The name of an enum's value; if several members have it, the first one declared.</summary>
    /// <typeparam name="TEnum">The enum.</typeparam>
    public static string OfEnum<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString();

    /// <summary>A whole number's digits.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    public static string OfInteger<T>(T value)
        where T : INumberBase<T> => value.ToString(null, CultureInfo.InvariantCulture);

    internal static string OfAny(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
