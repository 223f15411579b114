using System.Text.Json;

namespace GlmmDsl.Printing;

/// <summary>Writes numbers, texts and matrices of results as JSON; numbers that are not finite become null.</summary>
internal static class JsonNumbers
{
    /// <summary>A property that is a number, or null.</summary>
    public static void WriteFinite(this Utf8JsonWriter json, string name, double number)
    {
        json.WritePropertyName(name);
        json.WriteFiniteValue(number);
    }

    /// <summary>A property that is an array of numbers.</summary>
    public static void WriteNumbers(this Utf8JsonWriter json, string name, IEnumerable<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (double number in numbers)
        {
            json.WriteFiniteValue(number);
        }

        json.WriteEndArray();
    }

    /// <summary>A property that is an array of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>A property that is an array of rows.</summary>
    public static void WriteMatrix(this Utf8JsonWriter json, string name, int rows, int columns, Func<int, int, double> at)
    {
        json.WriteStartArray(name);
        for (int row = 0; row < rows; row++)
        {
            json.WriteStartArray();
            for (int column = 0; column < columns; column++)
            {
                json.WriteFiniteValue(at(row, column));
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteFiniteValue(this Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
